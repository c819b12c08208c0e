import type { SearchDatabase } from './SearchDatabase'
import type { SearchLog } from './SearchLog'

/** Where the index of one space lies, and the log it is made of. What is asked of it throws errors of its SQLite, or AppError. */
export interface SearchPlace {
  openLog(): SearchLog
  /** Whatever lies there; made where nothing does. Nobody else writes it. */
  openIndex(): SearchDatabase
  /** It is a cache: what it held is in the log. */
  discardIndex(): void
  /** The file is broken, not the disk or the permissions. */
  isDamage(error: unknown): boolean
  /** SQLite does not know a table, say: met while opening, what lies there is no index of ours. */
  isRefusal(error: unknown): boolean
  /** What to tell a person of a space that cannot be searched: what happened, that nothing is lost, and what to do. */
  describe(error: unknown): string
  deflate(text: string): Uint8Array
  inflate(bytes: Uint8Array): string
}
