// One blob in SQLite: where systems keep what they can only save whole.
import Database from 'better-sqlite3'
import { join } from 'node:path'

/**
 * @param {string} folder
 * @param {Uint8Array} bytes
 */
export function writeBlob(folder, bytes) {
  const db = new Database(join(folder, 'tree.sqlite'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE tree (bytes BLOB NOT NULL) STRICT')
  db.prepare('INSERT INTO tree VALUES (?)').run(bytes)
  db.close()
}

/** @param {string} folder */
export function readBlob(folder) {
  const db = new Database(join(folder, 'tree.sqlite'))
  const bytes = /** @type {Buffer} */ (db.prepare('SELECT bytes FROM tree').pluck().get())
  db.close()
  return bytes
}
