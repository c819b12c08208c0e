import Database from 'better-sqlite3'
import { BLOCKS_VERSION } from './schema'
import { SQLiteOutlineStore } from './SQLiteOutlineStore'

/**
 * The name of a space as its node table has it, read without opening the space: nothing is written, repaired or locked.
 * Undefined when the file does not tell.
 */
export function peekSpaceName(path: string): string | undefined {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      const version = db.pragma('user_version', { simple: true }) as number
      const name = version < BLOCKS_VERSION ? nameInRows(db) : nameInBlocks(db)
      return typeof name === 'string' ? name : undefined
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}

function nameInBlocks(db: Database.Database): unknown {
  return new SQLiteOutlineStore(db).rows(null).find((row) => 'name' in row.properties)?.properties['name']
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
