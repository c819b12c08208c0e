import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { damageOf } from './damageOf'
import { MAX_REWRITTEN_BYTES } from './openDatabase'
import { SCHEMA_VERSION } from './schema'
import { isDamage } from './sqliteError'

/**
 * What opening a database does to it first, and what takes long: `check` after an unclean exit, `upgrade` to this format,
 * `mend` what is damaged, `rewrite` so that it can give room back. `none`: it opens at once, or says why it cannot.
 */
export type OpeningWork = 'none' | 'check' | 'upgrade' | 'mend' | 'rewrite'

/** Changes nothing. Cost: a few pages of the file, and its write-ahead log. */
export function openingWork(path: string): OpeningWork {
  try {
    if (damageOf(path) !== undefined) return 'mend'
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return workOf(db, statSync(path).size)
    } finally {
      db.close()
    }
  } catch (error) {
    // What else keeps it from being read is told by who opens it.
    return isDamage(error) ? 'mend' : 'none'
  }
}

function workOf(db: Database.Database, sizeBytes: number): OpeningWork {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version === 0 || version > SCHEMA_VERSION) return 'none'
  if (version < SCHEMA_VERSION) return 'upgrade'
  if (db.prepare<[], { isClean: number }>('SELECT isClean FROM log').get()?.isClean !== 1) return 'check'
  const isAble = db.pragma('auto_vacuum', { simple: true }) !== 0
  return isAble || sizeBytes > MAX_REWRITTEN_BYTES ? 'none' : 'rewrite'
}
