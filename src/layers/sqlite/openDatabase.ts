import Database from 'better-sqlite3'
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, type ErrorDetail } from '../../core/AppError'
import { APPLICATION_ID, migrate, type NewLog } from './schema'
import { salvage } from './salvage'
import { isDamage, sqliteError } from './sqliteError'

/** The folder lock keeps others out; what still holds the file (a backup tool) must not freeze the program. */
const BUSY_MS = 50

/** Larger ones would keep a person waiting; `grove compact` does them. */
const MAX_REWRITTEN_BYTES = 64 * 1024 * 1024

export interface OpenedDatabase {
  readonly db: Database.Database
  /** What a person should know: the file was damaged and what could be recovered. */
  readonly notice: ErrorDetail | null
}

/**
 * Opens or makes the database of a space. After an unclean exit it is checked, unless it was just now (`isChecked`); a damaged one is set aside, never
 * deleted, and what can be read of it moves to a new file under a new log id. Throws AppError when the file is another
 * application's, of a newer Grove, missing or not accessible; then nothing was changed.
 */
export function openDatabase(
  path: string,
  mode: 'open' | 'create',
  newLog: NewLog,
  log: (sentence: string) => void = () => undefined,
  isChecked = false,
): OpenedDatabase {
  try {
    if (mode === 'create') mkdirSync(dirname(path), { recursive: true })
    else if (!existsSync(path)) throw new AppError({ code: 'space-missing', space: newLog.spaceId })
    const reason = damageOf(path)
    if (reason === undefined) {
      try {
        return { db: ready(new Database(path, { timeout: BUSY_MS }), path, newLog, log, isChecked), notice: null }
      } catch (error) {
        if (!isDamage(error)) throw error
        return recover(path, newLog, error instanceof Error ? error.message : String(error))
      }
    }
    return recover(path, newLog, reason)
  } catch (error) {
    throw sqliteError(error, path)
  }
}

function ready(
  db: Database.Database,
  path: string,
  newLog: NewLog,
  log: (sentence: string) => void,
  isChecked: boolean,
): Database.Database {
  try {
    // Before anything is written: it is a property of the file from its first page on.
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('cache_size = -16000')
    // Rarer than SQLite's 1,000 pages: a checkpoint syncs twice more, in the middle of someone's typing.
    db.pragma('wal_autocheckpoint = 400')
    migrate(db, path, newLog, log)
    const { isClean } = db.prepare<[], { isClean: number }>('SELECT isClean FROM log').get() ?? { isClean: 0 }
    if (isClean !== 1 && !isChecked) {
      const verdict = db.pragma('quick_check(1)', { simple: true })
      if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' })
    }
    letItShrink(db, path)
    db.exec('UPDATE log SET isClean = 0')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A file made before files could give room back is written anew, once, where that is quick and there is room for it. */
function letItShrink(db: Database.Database, path: string): void {
  const isAble = db.pragma('auto_vacuum', { simple: true }) !== 0
  const sizeBytes = statSync(path).size
  if (isAble || sizeBytes > MAX_REWRITTEN_BYTES) return
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    if (bavail * bsize < 4 * sizeBytes) return
    db.exec('VACUUM')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // It is as good as before, and tried again when it is opened next.
  }
}

/** Why the file cannot be a healthy database of Grove, from its header; undefined when nothing speaks against it. */
function damageOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const { size } = statSync(path)
  if (size === 0) return existsSync(`${path}-wal`) ? undefined : 'it is empty'
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, 100, 0)
  } finally {
    closeSync(file)
  }
  if (size < 512 || header.toString('latin1', 0, 16) !== 'SQLite format 3\u0000') return 'it is not a database'
  const applicationId = header.readUInt32BE(68)
  if (applicationId !== APPLICATION_ID && applicationId !== 0) throw new AppError({ code: 'not-a-space', path })
  return undefined
}

function recover(path: string, newLog: NewLog, reason: string): OpenedDatabase {
  const aside = setAside(path)
  const db = ready(new Database(path, { timeout: BUSY_MS }), path, newLog, () => undefined, false)
  const { kept, lost } = salvage(aside, db)
  const found =
    kept === 0 && lost === 0 ? 'nothing in it could be read' : `${kept} changes recovered, ${lost} not readable`
  return { db, notice: { code: 'damaged', path: aside, reason: `${reason}; ${found}` } }
}

/** Renames the file and its companions to the first free name beside it. */
function setAside(path: string): string {
  let number = 1
  const name = (): string => join(dirname(path), `damaged-${number}.sqlite`)
  while (existsSync(name())) number += 1
  const aside = name()
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return aside
}
