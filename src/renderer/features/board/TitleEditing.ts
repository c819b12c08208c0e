import { storedTitle, writeTitle } from '../../../apps/board/boardTitle'
import type { VertexId } from '../../../core/tree/ops'
import type { LiveBoard } from './LiveBoard'

/** Edits a title letter by letter, beside others; what was typed until `end` is one step to undo. */
export class TitleEditing {
  readonly #before: string
  #known: string

  constructor(
    readonly live: LiveBoard,
    readonly id: VertexId,
  ) {
    this.#before = this.#known = storedTitle(live.tree, id)
  }

  /** What the field holds now; returns what it is to hold, with what others have typed. */
  type(value: string): string {
    const line = value.replace(/\s*\n\s*/g, ' ')
    return (this.#known = writeTitle(this.live.tree, this.id, this.#known, line))
  }

  /** What others typed has arrived. */
  hear(stored: string): void {
    this.#known = stored
  }

  /** What was typed since the beginning is taken back, what others typed is not. */
  cancel(): void {
    writeTitle(this.live.tree, this.id, this.#known, this.#before, false)
  }

  end(): void {
    this.live.edits.renamed(this.id, this.#before)
  }
}
