import { createSubscriber } from 'svelte/reactivity'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import type { EntryCatalog } from './EntryCatalog'

/** Reads the page links an entry vertex carries. */
export function linksOf(space: Space, id: VertexId): readonly VertexId[] {
  const links = space.tree.property(id, 'links')
  return Array.isArray(links) ? links.filter((link): link is string => typeof link === 'string') : []
}

/** Which pages link to which. Read with the catalogue; afterwards each change costs only the links of the vertex that changed. */
export class LinkIndex {
  readonly #sourcesByTarget = new Map<VertexId, Set<VertexId>>()
  readonly #linksBySource = new Map<VertexId, readonly VertexId[]>()
  readonly #subscribe: () => void
  #update: (() => void) | undefined
  #isBuilt = false

  constructor(
    readonly space: Space,
    readonly catalog: EntryCatalog,
  ) {
    this.#subscribe = createSubscriber((update) => {
      this.#update = update
      return () => (this.#update = undefined)
    })
    for (const { id } of catalog.rows()) this.#read(id)
    // Neither needs an end: catalogue, space and this are let go together.
    catalog.onRead((id) => this.#read(id))
    space.tree.onChange((change) => {
      for (const [id, keys] of change.properties) if (keys.has('links')) this.#read(id)
    })
  }

  /** The pages that link to `id`, the ones in the trash left out; none until all are known, so that no list grows under the pointer. */
  sources(id: VertexId): VertexId[] {
    this.#subscribe()
    this.#isBuilt ||= this.catalog.isComplete
    if (!this.#isBuilt) return []
    return [...(this.#sourcesByTarget.get(id) ?? [])].filter((source) => this.space.entries.isLive(source))
  }

  /** Also where only the place has changed: what is in the trash counts no more. */
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
    this.#update?.()
  }
}
