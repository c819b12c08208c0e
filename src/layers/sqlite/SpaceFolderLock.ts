import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
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

  /** Makes the folder when it is missing. Throws AppError `folder-in-use` when another program holds it. */
  static acquire(folder: string): SpaceFolderLock {
    const path = join(folder, 'grove.lock')
    let db: Database.Database | undefined
    try {
      mkdirSync(folder, { recursive: true })
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
