import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../core/AppError'
import { isDamage, sqliteError } from '../../layers/sqlite/sqliteError'
import { APPLICATION_ID, migrate } from './schema'

/** `grove server user` writes beside a running server; each waits for the other's short transaction. */
const BUSY_MS = 5000

/**
 * Opens or makes the accounts of a server. A damaged file is refused, not repaired: half a list of members could let the
 * wrong people in.
 */
export function openAccountDatabase(path: string): Database.Database {
  let db: Database.Database | undefined
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    db = new Database(path, { timeout: BUSY_MS })
    const applicationId = db.pragma('application_id', { simple: true })
    if (applicationId !== APPLICATION_ID && applicationId !== 0) {
      throw new AppError({ code: 'bad-file', path, reason: 'it belongs to another application' })
    }
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    const verdict = db.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' })
    migrate(db, path)
    return db
  } catch (error) {
    db?.close()
    if (!isDamage(error)) throw sqliteError(error, path)
    throw new AppError(
      { code: 'bad-file', path, reason: 'it is damaged; restore a backup of this server' },
      { cause: error },
    )
  }
}
