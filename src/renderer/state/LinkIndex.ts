import { createSubscriber } from 'svelte/reactivity'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'

/** Reads the page links an entry vertex carries. */
export function linksOf(space: Space, id: VertexId): readonly VertexId[] {
  const links = space.tree.property(id, 'links')
  return Array.isArray(links) ? links.filter((link): link is string => typeof link === 'string') : []
}

/**
 * Which pages link to which. Built when first asked for, by one visit to every entry; afterwards each change costs only
 * the links of the vertex that changed.
 */
export class LinkIndex {
  readonly #sourcesByTarget = new Map<VertexId, Set<VertexId>>()
  readonly #linksBySource = new Map<VertexId, readonly VertexId[]>()
  readonly #subscribe: () => void
  #isBuilt = false

  constructor(readonly space: Space) {
    this.#subscribe = createSubscriber((update) =>
      space.tree.onChange((change) => {
        if (!this.#isBuilt) return
        for (const id of [...change.created, ...change.properties.keys()]) this.#read(id)
        if (change.moved.size > 0 || change.properties.size > 0 || change.created.size > 0) update()
      }),
    )
  }

  /** The pages that link to `id`, the ones in the trash left out. */
  sources(id: VertexId): VertexId[] {
    this.#subscribe()
    this.#build()
    return [...(this.#sourcesByTarget.get(id) ?? [])].filter((source) => this.space.entries.isLive(source))
  }

  #build(): void {
    if (this.#isBuilt) return
    this.#isBuilt = true
    for (const parentId of [this.space.contentId, this.space.trashId])
      for (const entry of this.space.entries.descendants(parentId)) this.#read(entry.id)
  }

  #read(source: VertexId): void {
    const before = this.#linksBySource.get(source) ?? []
    const links = linksOf(this.space, source)
    if (before.length === 0 && links.length === 0) return
    for (const target of before) this.#sourcesByTarget.get(target)?.delete(source)
    for (const target of links) {
      const sources = this.#sourcesByTarget.get(target) ?? new Set()
      this.#sourcesByTarget.set(target, sources.add(source))
    }
    this.#linksBySource.set(source, links)
  }
}
