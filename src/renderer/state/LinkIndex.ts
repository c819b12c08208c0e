import { createSubscriber } from 'svelte/reactivity'
import type { Cancel, Timers } from '../../core/environment'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import type { EntryCatalog } from './EntryCatalog'
import { SlicedWork } from './SlicedWork'

/** Reads the page links an entry vertex carries. */
export function linksOf(space: Space, id: VertexId): readonly VertexId[] {
  const links = space.tree.property(id, 'links')
  return Array.isArray(links) ? links.filter((link): link is string => typeof link === 'string') : []
}

/** Reading so many takes about a millisecond. */
const ENTRIES_PER_PIECE = 500

/**
 * Which pages link to which. What the catalogue has read already is read in slices, what it reads from then on with it; afterwards each
 * change costs only the links of the vertex that changed.
 */
export class LinkIndex {
  readonly #sourcesByTarget = new Map<VertexId, Set<VertexId>>()
  readonly #linksBySource = new Map<VertexId, readonly VertexId[]>()
  readonly #subscribe: () => void
  #update: (() => void) | undefined
  #isBuilt = false
  readonly #reading: SlicedWork
  readonly #stops: readonly Cancel[]

  constructor(
    readonly space: Space,
    readonly catalog: EntryCatalog,
    timers: Pick<Timers, 'defer'> = space.environment.timers,
    /** In ms. */
    clock?: () => number,
  ) {
    this.#reading = new SlicedWork(timers, clock)
    this.#subscribe = createSubscriber((update) => {
      this.#update = update
      return () => (this.#update = undefined)
    })
    this.#stops = [
      catalog.onRead((id) => this.#read(id)),
      space.tree.onChange((change) => {
        for (const [id, keys] of change.properties) if (keys.has('links')) this.#read(id)
      }),
    ]
    this.#reading.begin(this.#readAll(catalog.rows().map(({ id }) => id)), () => this.#update?.())
  }

  /** The pages that link to `id`, the ones in the trash left out; none until all are known, so that no list grows under the pointer. */
  sources(id: VertexId): VertexId[] {
    this.#subscribe()
    this.#isBuilt ||= this.catalog.isComplete && !this.#reading.isUnderWay
    if (!this.#isBuilt) return []
    return [...(this.#sourcesByTarget.get(id) ?? [])].filter((source) => this.space.entries.isLive(source))
  }

  dispose(): void {
    this.#reading.stop()
    for (const stop of this.#stops) stop()
  }

  *#readAll(ids: readonly VertexId[]): Generator<void, void> {
    for (const [index, id] of ids.entries()) {
      this.#read(id)
      if ((index + 1) % ENTRIES_PER_PIECE === 0) yield
    }
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
