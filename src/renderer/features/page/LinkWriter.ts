import type { Node } from '@tiptap/pm/model'
import type { Cancel, Timers } from '../../../core/environment'
import type { VertexId } from '../../../core/tree/ops'
import { outgoingLinks } from './outgoingLinks'

const PAUSE_MS = 250

/** Tells what a text links to, a moment after an edit made here: who made the others tells theirs. */
export class LinkWriter {
  #cancel: Cancel | undefined
  #doc: Node | undefined

  constructor(
    readonly timers: Timers,
    readonly keep: (links: readonly VertexId[]) => void,
  ) {}

  edited(doc: Node): void {
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
