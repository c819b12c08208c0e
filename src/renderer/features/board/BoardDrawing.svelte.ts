import { flushSync } from 'svelte'
import type { BoardColumn } from '../../../apps/board/Board'
import type { Timers } from '../../../core/environment'
import type { VertexId } from '../../../core/tree/ops'
import { SlicedWork } from '../../state/SlicedWork'

/** The least, in px, with what is between them. */
const CARD_HEIGHT = 48
/** Rows of cards that a column comes with. */
const FIRST_ROWS = 12
/** Rows of cards that are drawn before one looks at the clock. */
const ROWS_AT_ONCE = 2

/** How much of a board is drawn: column after column with its upper cards, then what is further down, in slices. */
export class BoardDrawing {
  #columns = $state(1)
  #rows = $state(FIRST_ROWS)
  readonly #work: SlicedWork

  constructor(timers: Pick<Timers, 'defer'>) {
    this.#work = new SlicedWork(timers)
  }

  columns(columns: readonly BoardColumn[]): readonly BoardColumn[] {
    return columns.slice(0, this.#columns)
  }

  /** Of a column. */
  cardIds({ cardIds }: BoardColumn): readonly VertexId[] {
    return cardIds.slice(0, this.#rows)
  }

  /** The room that the other cards of it will take, about, in px: what is scrolled does not jump when they are drawn. */
  roomBelow({ cardIds }: BoardColumn): number {
    return Math.max(0, cardIds.length - this.#rows) * CARD_HEIGHT
  }

  begin(columns: () => readonly BoardColumn[]): void {
    this.#work.begin(this.#drawing(columns), () => {
      this.#columns = this.#rows = Infinity
    })
  }

  /** Draws the rest now. */
  finish(): void {
    this.#work.finish()
  }

  stop(): void {
    this.#work.stop()
  }

  *#drawing(columns: () => readonly BoardColumn[]): Generator<void, void> {
    while (this.#columns < columns().length) {
      this.#columns++
      flushSync()
      yield
    }
    const longest = (): number => Math.max(0, ...columns().map(({ cardIds }) => cardIds.length))
    while (this.#rows < longest()) {
      this.#rows += ROWS_AT_ONCE
      flushSync()
      yield
    }
  }
}
