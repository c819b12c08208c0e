import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { SearchDatabase } from '../../search/SearchDatabase'
import type { SearchLog } from '../../search/SearchLog'
import type { SearchPlace } from '../../search/SearchPlace'
import { DatabaseReader } from '../DatabaseReader'
import { isDamage } from '../sqliteError'
import { searchProblem } from './searchProblem'

export interface SearchPaths {
  /** Of the space's database, which another connection may be writing. */
  readonly databasePath: string
  /** Of the index, which nobody else writes. */
  readonly indexPath: string
}

/** A file beside the space's database, with the same rights. */
export class SQLiteSearchPlace implements SearchPlace {
  constructor(readonly paths: SearchPaths) {}

  openLog(): SearchLog {
    return new DatabaseReader(this.paths.databasePath)
  }

  openIndex(): SearchDatabase {
    const { databasePath, indexPath } = this.paths
    // Before SQLite makes it: what belongs to it gets the same rights.
    if (!existsSync(indexPath)) closeSync(openSync(indexPath, 'wx', statSync(databasePath).mode & 0o777))
    const db = new Database(indexPath)
    try {
      db.pragma('journal_mode = WAL')
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }

  discardIndex(): void {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(this.paths.indexPath + end, { force: true })
  }

  isDamage(error: unknown): boolean {
    return isDamage(error)
  }

  isRefusal(error: unknown): boolean {
    return error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR'
  }

  describe(error: unknown): string {
    return searchProblem(error, this.paths.indexPath)
  }

  deflate(text: string): Uint8Array {
    return deflateRawSync(text, { level: 3 })
  }

  inflate(bytes: Uint8Array): string {
    return inflateRawSync(bytes).toString()
  }
}
