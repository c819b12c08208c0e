import type { Database, Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import { AppError, describeError } from '../../core/AppError'
import type { SearchDatabase } from '../search/SearchDatabase'
import type { SearchLog } from '../search/SearchLog'
import type { SearchPlace } from '../search/SearchPlace'
import { WasmDatabase } from './WasmDatabase'

export interface WasmSearchPlaceOptions {
  readonly sqlite: Sqlite3Static
  readonly openLog: () => SearchLog
  readonly open: () => Database
  readonly discard: () => void
}

/** Where WebAssembly's SQLite keeps an index: a file of the browser's, or memory. */
export class WasmSearchPlace implements SearchPlace {
  readonly #options: WasmSearchPlaceOptions

  constructor(options: WasmSearchPlaceOptions) {
    this.#options = options
  }

  openLog(): SearchLog {
    return this.#options.openLog()
  }

  openIndex(): SearchDatabase {
    const { sqlite, open } = this.#options
    const db = new WasmDatabase(sqlite, open())
    try {
      // Nobody else can open the file, so nothing is to be asked of it again after each statement.
      db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA temp_store = MEMORY')
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }

  discardIndex(): void {
    this.#options.discard()
  }

  isDamage(error: unknown): boolean {
    const { SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT } = this.#options.sqlite.capi
    return [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT].some((code) => code === this.#codeOf(error))
  }

  isRefusal(error: unknown): boolean {
    return this.#codeOf(error) === this.#options.sqlite.capi.SQLITE_ERROR
  }

  describe(error: unknown): string {
    if (error instanceof AppError) return describeError(error.detail)
    const { SQLITE_FULL, SQLITE_CANTOPEN } = this.#options.sqlite.capi
    if ([SQLITE_FULL, SQLITE_CANTOPEN].some((code) => code === this.#codeOf(error))) {
      return 'The browser gives Grove no more room for what is needed for searching. Your pages are safe; free some space on this device and search again.'
    }
    const reason = error instanceof Error ? error.message : String(error)
    return `The browser reported a problem while searching (${reason}). Your pages are not touched; search again.`
  }

  deflate(text: string): Uint8Array {
    return deflateSync(strToU8(text), { level: 3 })
  }

  inflate(bytes: Uint8Array): string {
    return strFromU8(inflateSync(bytes))
  }

  /** The primary code of SQLite's; undefined for errors that are not its own. */
  #codeOf(error: unknown): number | undefined {
    return error instanceof this.#options.sqlite.SQLite3Error ? error.resultCode & 0xff : undefined
  }
}
