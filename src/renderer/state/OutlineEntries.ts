import { SvelteMap } from 'svelte/reactivity'
import type { Entry } from '../../core/space/Entry'
import type { VertexId } from '../../core/tree/ops'
import type { EntrySource } from './EntrySource'

/** Entries from the node table: read folder by folder as they are opened, never changed. */
export class OutlineEntries implements EntrySource {
  readonly isLive = false
  readonly contentId = 'content'
  readonly #childrenByParent = new SvelteMap<VertexId, readonly Entry[]>()
  readonly #entryById = new Map<VertexId, Entry>()

  constructor(readonly read: (parentId: VertexId) => Promise<readonly Entry[]>) {}

  /** Makes the children of these parents readable; call it before showing them. */
  async load(parentIds: Iterable<VertexId>): Promise<void> {
    const missing = [...parentIds].filter((id) => !this.#childrenByParent.has(id))
    await Promise.all(
      missing.map(async (parentId) => {
        const children = await this.read(parentId)
        for (const child of children) this.#entryById.set(child.id, child)
        this.#childrenByParent.set(parentId, children)
      }),
    )
  }

  entry(id: VertexId): Entry | undefined {
    return this.#entryById.get(id)
  }

  childIds(parentId: VertexId): readonly VertexId[] {
    return (this.#childrenByParent.get(parentId) ?? []).map((child) => child.id)
  }
}
