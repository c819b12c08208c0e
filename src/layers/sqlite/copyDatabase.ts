import Database from 'better-sqlite3'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { logSize } from './logSize'
import { isDamage, sqliteError } from './sqliteError'
import { syncFile } from './syncFile'

/** While somebody else has the file to himself for a moment. */
const BUSY_MS = 5000

/**
 * Copies a database, also one in use, as it stood at one moment, opens the copy and compares it. What SQLite cannot read
 * is copied as it lies there: an update may be what mends it. Blocks for as long as it takes (about a second for 200 MB).
 * Throws AppError, and leaves nothing at `to` then.
 */
export function copyDatabase(from: string, to: string): void {
  try {
    rmSync(to, { force: true })
    const packs = vacuumInto(from, to)
    if (packs === undefined) copyBytes(from, to)
    syncFile(to)
    if (packs !== undefined) prove(to, packs)
  } catch (error) {
    rmSync(to, { force: true })
    throw sqliteError(error, to)
  }
}

/** How many packs the copy must at least have; undefined when the file is no sound database. */
function vacuumInto(from: string, to: string): number | undefined {
  let db: Database.Database | undefined
  try {
    db = new Database(from, { fileMustExist: true, timeout: BUSY_MS })
    const packs = logSize(db).packs
    db.prepare('VACUUM INTO ?').run(to)
    return packs
  } catch (error) {
    if (!isDamage(error)) throw error
    rmSync(to, { force: true })
    return undefined
  } finally {
    db?.close()
  }
}

/** What came between counting and copying is more: the log only grows. */
function prove(file: string, packs: number): void {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const verdict: unknown = db.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw new Error(`the copy is not sound: ${String(verdict)}`)
    if (logSize(db).packs < packs) throw new Error('the copy lacks changes')
  } finally {
    db.close()
  }
}

function copyBytes(from: string, to: string): void {
  copyFileSync(from, to)
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
  }
}
