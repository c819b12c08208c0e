import type { Database, Statement } from 'better-sqlite3'
import type { OpId } from '../../../core/tree/ops'

export interface OutlineStateRow {
  readonly isStale: number
  readonly lastCounter: number | null
  readonly lastPeerId: string | null
  /** The number the next list gets. */
  readonly lists: number
  readonly spaceId: string
}

export const FIRST_LIST = 2
/* Of `isStale`: something may be missing, or nothing can be relied on. */
export const STALE = 1
export const UNRELIABLE = 2
const NOTHING = { isStale: UNRELIABLE, lastCounter: null, lastPeerId: null, lists: FIRST_LIST, spaceId: '' }

/** What the node table says of itself: read once, written with the rows. */
export class OutlineState {
  readonly #read: Statement<[], OutlineStateRow>
  readonly #put: Statement<[number, number | null, string | null, number]>
  #row: OutlineStateRow
  #isChanged = false

  constructor(db: Database) {
    this.#read = db.prepare('SELECT isStale, lastCounter, lastPeerId, lists, spaceId FROM outline, log')
    this.#put = db.prepare('UPDATE outline SET isStale = ?, lastCounter = ?, lastPeerId = ?, lists = ?')
    this.#row = this.#read.get() ?? NOTHING
  }

  get row(): OutlineStateRow {
    return this.#row
  }

  get lastMove(): OpId | undefined {
    const { lastCounter: counter, lastPeerId: peerId } = this.#row
    return counter === null || peerId === null ? undefined : { counter, peerId }
  }

  change(state: Partial<OutlineStateRow>): void {
    this.#row = { ...this.#row, ...state }
    this.#isChanged = true
  }

  /** To be called after a rollback. */
  forget(): void {
    this.#row = this.#read.get() ?? NOTHING
    this.#isChanged = false
  }

  /** In a transaction. */
  write(): void {
    if (!this.#isChanged) return
    const { isStale, lastCounter, lastPeerId, lists } = this.#row
    this.#put.run(isStale, lastCounter, lastPeerId, lists)
    this.#isChanged = false
  }
}
