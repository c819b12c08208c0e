import type { Node } from '@tiptap/pm/model'
import type { Cancel } from '../../../core/environment'
import type { Space } from '../../../core/space/Space'
import { linksOf } from '../../state/LinkIndex'
import { outgoingLinks } from './outgoingLinks'

const PAUSE_MS = 250

/**
 * Keeps the page's links on its entry, for backlinks: written only when they differ, and never a step to undo. Only
 * edits made here count; who made the others writes theirs.
 */
export class LinkWriter {
  #cancel: Cancel | undefined
  #doc: Node | undefined

  constructor(
    readonly space: Space,
    readonly pageId: string,
  ) {}

  edited(doc: Node): void {
    this.#doc = doc
    this.#cancel ??= this.space.environment.timers.after(PAUSE_MS, () => this.write())
  }

  /** Writes what waits, at once: call it before the page closes. */
  write(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const doc = this.#doc
    this.#doc = undefined
    if (!doc || !this.space.tree.has(this.pageId)) return
    const links = outgoingLinks(doc)
    const before = linksOf(this.space, this.pageId)
    if (links.length === before.length && links.every((id, index) => id === before[index])) return
    this.space.tree.setProperty(this.pageId, 'links', links)
  }
}
