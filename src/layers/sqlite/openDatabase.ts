import Database from 'better-sqlite3'
import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError, type ErrorDetail } from '../../core/AppError'
import { damageOf } from './damageOf'
import { finishRecovery, recoverDatabase } from './recoverDatabase'
import { migrate, type NewLog } from './schema'
import { isDamage, sqliteError } from './sqliteError'
import { writeNewDatabase } from './writeNewDatabase'

/** The folder lock keeps others out; what still holds the file (a backup tool) must not freeze the program. */
const BUSY_MS = 50

/** Larger ones would keep a person waiting; `grove compact` does them. */
export const MAX_REWRITTEN_BYTES = 64 * 1024 * 1024

export interface OpenedDatabase {
  readonly db: Database.Database
  /** What a person should know: the file was damaged and what could be recovered. */
  readonly notice: ErrorDetail | null
}

/**
 * Opens or makes the database of a space. After an unclean exit it is checked; a damaged one is set aside, never deleted,
 * and what can be read of it moves to a new file under a new log id; an older one is brought to this version. What of that
 * there is to do can be told before (`openingWork`), and done by another process (`prepareDatabase`). Throws AppError when
 * the file is another application's, of a newer Grove, missing or not accessible; then nothing was changed.
 */
export function openDatabase(
  path: string,
  mode: 'open' | 'create',
  newLog: NewLog,
  log: (sentence: string) => void = () => undefined,
): OpenedDatabase {
  const open = (): Database.Database => ready(path, path, newLog, log)
  const recover = (reason: string): OpenedDatabase => {
    const notice = recoverDatabase(path, reason, (empty) => ready(empty, path, newLog, () => undefined))
    return { db: open(), notice }
  }
  try {
    const notice = finishRecovery(path)
    if (mode === 'create') mkdirSync(dirname(path), { recursive: true })
    else if (!existsSync(path)) throw new AppError({ code: 'space-missing', space: newLog.spaceId })
    const reason = damageOf(path)
    if (reason !== undefined) return recover(reason)
    try {
      return { db: open(), notice }
    } catch (error) {
      if (!isDamage(error)) throw error
      return recover(error instanceof Error ? error.message : String(error))
    }
  } catch (error) {
    throw sqliteError(error, path)
  }
}

/** `path`: what a person knows the file by. */
function ready(file: string, path: string, newLog: NewLog, log: (sentence: string) => void): Database.Database {
  if (!existsSync(file)) writeNewDatabase(file, newLog)
  const db = new Database(file, { timeout: BUSY_MS })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('cache_size = -16000')
    migrate(db, path, newLog, log)
    const { isClean } = db.prepare<[], { isClean: number }>('SELECT isClean FROM log').get() ?? { isClean: 0 }
    if (isClean !== 1) {
      const verdict = db.pragma('quick_check(1)', { simple: true })
      if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' })
    }
    letItShrink(db, file)
    markUnclean(db, isClean === 1)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * All that a file holds that was closed in order is on the disk, so the mark need not be synced: what is committed first takes it
 * along, and if nothing is, nothing was written that could be damaged.
 */
function markUnclean(db: Database.Database, wasClean: boolean): void {
  if (wasClean) db.pragma('synchronous = OFF')
  db.exec('UPDATE log SET isClean = 0')
  db.pragma('synchronous = FULL')
}

/** A file made before files could give room back is written anew, once, where that is quick and there is room for it. */
function letItShrink(db: Database.Database, path: string): void {
  if (db.pragma('auto_vacuum', { simple: true }) !== 0) return
  const sizeBytes = statSync(path).size
  if (sizeBytes > MAX_REWRITTEN_BYTES) return
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    if (bavail * bsize < 4 * sizeBytes) return
    db.pragma('auto_vacuum = INCREMENTAL')
    db.exec('VACUUM')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // It is as good as before, and tried again when it is opened next.
  }
}
