import type { Database } from 'better-sqlite3'
import type { Position } from '../../../core/persistence/PersistenceLayer'
import type { OpId, TreeId } from '../../../core/tree/ops'
import { LateStatement } from '../LateStatement'

/** How much of the log the rows say. */
export interface OutlinePosition {
  /** All through here, */
  readonly through: Position
  /** and so many ops of the pack after it, which is the space tree's when they are not zero. */
  readonly partOps: number
}

export interface OutlineStateRow {
  /** Of `OutlinePosition`; null when the rows cannot be relied on. */
  readonly through: Position | null
  readonly partOps: number
  readonly lastCounter: number | null
  readonly lastPeerId: string | null
  /** The number the next list gets. */
  readonly lists: number
  readonly spaceId: string
}

export const FIRST_LIST = 2
const NOTHING = { through: null, partOps: 0, lastCounter: null, lastPeerId: null, lists: FIRST_LIST, spaceId: '' }

/** What the node table says of itself: read once, written with the rows. */
export class OutlineState {
  readonly #read: LateStatement<[], OutlineStateRow>
  readonly #put: LateStatement<[Position | null, number, number | null, string | null, number]>
  #row: OutlineStateRow
  #isWaiting = false
  #written: Position
  #isChanged = false

  constructor(db: Database) {
    this.#read = new LateStatement(
      db,
      'SELECT through, partOps, lastCounter, lastPeerId, lists, spaceId FROM outline, log',
    )
    this.#put = new LateStatement(
      db,
      'UPDATE outline SET through = ?, partOps = ?, lastCounter = ?, lastPeerId = ?, lists = ?',
    )
    this.#row = this.#read.get() ?? NOTHING
    this.#written = this.#row.through ?? 0
  }

  get row(): OutlineStateRow {
    return this.#row
  }

  /** The tree that the table is of. */
  get treeId(): TreeId {
    return this.#row.spaceId
  }

  /** Up to where the table says what the log says; undefined when its rows cannot be relied on. */
  get position(): OutlinePosition | undefined {
    const { through, partOps } = this.#row
    return through === null ? undefined : { through, partOps }
  }

  /** To be called when it says what the log says up to there. Rows that were found damaged meanwhile stay unreliable. */
  reach(position: OutlinePosition): void {
    if (this.position) this.change(position)
  }

  /** `through` of the position as the file has it; 0 when it has none. */
  get writtenThrough(): Position {
    return this.#written
  }

  /**
   * A move waits for a vertex that the log does not have yet: the rows are right up to here, and nothing can be applied to
   * them. Only known while they are in memory.
   */
  get isWaiting(): boolean {
    return this.#isWaiting
  }

  get lastMove(): OpId | undefined {
    const { lastCounter: counter, lastPeerId: peerId } = this.#row
    return counter === null || peerId === null ? undefined : { counter, peerId }
  }

  change(state: Partial<OutlineStateRow>, isWaiting = this.#isWaiting): void {
    this.#row = { ...this.#row, ...state }
    this.#isWaiting = isWaiting
    this.#isChanged = true
  }

  /** What was not written never happened. */
  forget(): void {
    this.#row = this.#read.get() ?? NOTHING
    this.#written = this.#row.through ?? 0
    this.#isWaiting = false
    this.#isChanged = false
  }

  /** In a transaction, while only some of the rows are written: the file says that none can be relied on. */
  writeUnreliable(): void {
    const { lastCounter, lastPeerId, lists } = this.#row
    this.#put.run(null, 0, lastCounter, lastPeerId, lists)
    this.#isChanged = true
  }

  /** In a transaction. */
  write(): void {
    if (!this.#isChanged) return
    const { through, partOps, lastCounter, lastPeerId, lists } = this.#row
    this.#put.run(this.#isWaiting ? null : through, partOps, lastCounter, lastPeerId, lists)
    this.#written = through ?? 0
    this.#isChanged = false
  }
}
