import Database from 'better-sqlite3'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../core/AppError'
import { sqliteError } from './sqliteError'

/**
 * Keeps two programs from writing one data folder: an exclusive transaction on a small database, so the lock is the
 * operating system's and goes with the process, however that ends. A file with a process id would stay behind.
 */
export class SpaceFolderLock {
  readonly #db: Database.Database

  private constructor(db: Database.Database) {
    this.#db = db
  }

  /** Makes the folder when it is missing. Throws AppError `folder-in-use` when another program holds it, `data-place` when none can be made there. */
  static acquire(folder: string): SpaceFolderLock {
    const path = join(folder, 'grove.lock')
    let db: Database.Database | undefined
    try {
      makeFolder(folder)
      db = new Database(path, { timeout: 0 })
      db.pragma('journal_mode = DELETE')
      db.exec('BEGIN EXCLUSIVE')
      return new SpaceFolderLock(db)
    } catch (error) {
      db?.close()
      const failure = sqliteError(error, path)
      throw failure.detail.code === 'folder-in-use' ? new AppError({ code: 'folder-in-use', path: folder }) : failure
    }
  }

  release(): void {
    this.#db.close()
  }
}

/** One after the other: Node's own way of making all of a path never ends where nothing can be made, as in `/proc`. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    throw new AppError(
      { code: 'data-place', path: folder, reason: `no folder can be made there (${code}). Choose another folder` },
      { cause: error },
    )
  }
}
