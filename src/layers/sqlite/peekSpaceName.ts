import Database from 'better-sqlite3'

/**
 * The name of a space as its node table has it, read without opening the space: nothing is written, repaired or locked.
 * Undefined when the file does not tell.
 */
export function peekSpaceName(path: string): string | undefined {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      const row = db
        .prepare<[], { name: string | null }>(
          `SELECT json_extract(value, '$') AS name FROM nodeProperty JOIN node ON node.id = nodeId
           WHERE key = 'name' AND parentId IS NULL`,
        )
        .get()
      return typeof row?.name === 'string' ? row.name : undefined
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}
