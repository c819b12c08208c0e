import Database from 'better-sqlite3'
import { outlineOf } from './outline/outlineOf'
import { BLOCKS_VERSION, OUTLINE_POSITION_VERSION } from './schema'

/**
 * The name of a space as its node table has it, with what the log has after that, read without opening the space: nothing is written, repaired or locked.
 * Undefined when the file does not tell.
 */
export function peekSpaceName(path: string): string | undefined {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      const version = db.pragma('user_version', { simple: true }) as number
      const name = version < BLOCKS_VERSION ? nameInRows(db) : nameInBlocks(db, version)
      return typeof name === 'string' ? name : undefined
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}

function nameInBlocks(db: Database.Database, version: number): unknown {
  // In the older format the table was in step with the log after every commit. What is temporary is not in the file.
  if (version < OUTLINE_POSITION_VERSION)
    db.exec(`CREATE TEMP TABLE outline AS SELECT *, 9e15 AS through, 0 AS partOps FROM main.outline`)
  const [root] = outlineOf(db)
    .outline.rows(null)
    .filter((row) => 'name' in row.properties)
  return root?.properties['name']
}

/** Before it is brought to its new format, a space must be called by its name, too. */
function nameInRows(db: Database.Database): unknown {
  return db
    .prepare(
      `SELECT json_extract(value, '$') FROM nodeProperty JOIN node ON node.id = nodeId
       WHERE key = 'name' AND parentId IS NULL`,
    )
    .pluck()
    .get()
}
