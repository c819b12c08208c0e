import Database from 'better-sqlite3'
import { SQLiteOutlineStore } from './SQLiteOutlineStore'

/**
 * The name of a space as its node table has it, read without opening the space: nothing is written, repaired or locked.
 * Undefined when the file does not tell.
 */
export function peekSpaceName(path: string): string | undefined {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      const root = new SQLiteOutlineStore(db).rows(null).find((row) => 'name' in row.properties)
      const name = root?.properties['name']
      return typeof name === 'string' ? name : undefined
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}
