import { ROWS_OF_A_PART } from '../../core/persistence/outline/firstSiblingsFirst'
import type { OutlineRow } from '../../core/persistence/outline/Outline'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { VertexId } from '../../core/tree/ops'
import type { OutlinePart } from './outline/OutlinePart'
import { rebuildOutlineTable, type OutlineRebuildOrder } from './rebuildOutlineTable'

export interface OutlineReaderOptions extends Omit<OutlineRebuildOrder, 'snapshot'> {
  readonly loadSnapshot: () => Promise<StoredSnapshot | undefined>
}

/** What is damaged is built anew once; what is damaged again is read as it is. */
const MAX_TRIES = 2

/** Reads the node table, and waits with that while it is brought in step with the log. */
export class OutlineReader {
  readonly #options: OutlineReaderOptions
  #rebuilding: Promise<void> | undefined
  /** A table that stays stale, because a move waits for another, is right for this head only. */
  #rightFor: Position | undefined

  constructor(options: OutlineReaderOptions) {
    this.#options = options
  }

  /**
   * The children, with a turn for others between two parts. What is moved meanwhile is missing or there, what stays is there
   * once. Rejects when the space is closed meanwhile.
   */
  async *parts(parentId: VertexId | null): AsyncGenerator<readonly OutlineRow[]> {
    for (let from: number | undefined = 0; from !== undefined;) {
      const { rows, next }: OutlinePart = await this.#part(parentId, from)
      yield rows
      if (next !== undefined) await new Promise<void>((resolve) => this.#options.environment.timers.defer(resolve))
      from = next
    }
  }

  async #part(parentId: VertexId | null, from: number): Promise<OutlinePart> {
    for (let tries = 0; ; tries++) {
      if (!this.#isRight()) await this.#rebuilt()
      const part = this.#options.stored().outline.part(parentId, from, ROWS_OF_A_PART)
      // Reading may have met a row that is damaged.
      if (this.#isRight() || tries === MAX_TRIES) return part
    }
  }

  /** Brings a stale table in step, before somebody waits for it. */
  mend(): void {
    if (this.#isRight()) return
    // Whoever reads it next tries again, and hears why it cannot be done.
    this.#rebuilt().catch(() => undefined)
  }

  #isRight(): boolean {
    const { outline, packs } = this.#options.stored()
    return !outline.isStale() || packs.head === this.#rightFor
  }

  #rebuilt(): Promise<void> {
    this.#rebuilding ??= this.#rebuild().finally(() => {
      this.#rebuilding = undefined
    })
    return this.#rebuilding
  }

  async #rebuild(): Promise<void> {
    this.#rightFor = undefined
    const snapshot = await this.#options.loadSnapshot()
    this.#rightFor = await rebuildOutlineTable({ ...this.#options, snapshot })
  }
}
