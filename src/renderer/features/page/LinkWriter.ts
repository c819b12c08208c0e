import type { Node } from '@tiptap/pm/model'
import type { Cancel, Timers } from '../../../core/environment'
import type { VertexId } from '../../../core/tree/ops'
import { outgoingLinks } from './outgoingLinks'

const PAUSE_MS = 250

/**
 * Tells what a text links to, a moment after an edit made here: who made the others tells theirs. Where both edit at once, each
 * tells all there are when the other's have come: of what the two have told, only one list stays.
 */
export class LinkWriter {
  #cancel: Cancel | undefined
  #doc: Node | undefined
  #isEditedHere = false

  constructor(
    readonly timers: Timers,
    readonly keep: (links: readonly VertexId[]) => void,
  ) {}

  /** The text is another. */
  changed(doc: Node, isByOthers: boolean): void {
    if (isByOthers && !this.#isEditedHere) return
    this.#isEditedHere = true
    this.#doc = doc
    this.#cancel ??= this.timers.after(PAUSE_MS, () => this.write())
  }

  /** Tells what waits, at once: call it before the text closes. */
  write(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const doc = this.#doc
    this.#doc = undefined
    if (doc) this.keep(outgoingLinks(doc))
  }
}
