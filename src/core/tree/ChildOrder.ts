import type { VertexId } from './ops'
import type { TreeState } from './TreeState'

/** Property that places a vertex among its siblings: a fractional index (`order.ts`), compared with `<`. */
export const ORDER_KEY = 'order'
/** Property holding the ISO time a vertex was created at, as RepTree writes it. */
export const CREATED_KEY = '_c'

const NO_IDS: readonly VertexId[] = []
/** Shorter lists are sorted anew: that costs less than keeping them. */
const LONG = 64
/** More changes than this cost more one by one than sorting anew. */
const MAX_CHANGES = 256

interface SiblingKey {
  readonly vertex: number
  readonly id: VertexId
  /** Orders ids as far as it differs; `NaN` for ids that have none. */
  readonly rank: number
  readonly order: string | undefined
  /** Read when two without an order meet: most have one. */
  created?: string
}

/** A list that was read and is kept up: where one child changes among many, only that one finds its place anew. */
interface LongList {
  readonly vertices: number[]
  /** The same as ids; replaced when something changes, because readers hold it. */
  ids: readonly VertexId[]
  /** What changed since, and whether `vertices` has it. */
  readonly changed: Map<number, boolean>
}

/** Children in sibling order, each list sorted when it is first read: by `order`, then by creation time; ties by id. */
export class ChildOrder {
  #short: Map<number, readonly VertexId[]> | undefined
  #long: Map<number, LongList> | undefined
  readonly #orderKey: number
  readonly #createdKey: number

  constructor(private readonly state: TreeState) {
    this.#orderKey = state.keyNames.add(ORDER_KEY)
    this.#createdKey = state.keyNames.add(CREATED_KEY)
  }

  idsUnder(parent: number): readonly VertexId[] {
    const long = this.#long?.get(parent)
    if (long) return this.#updated(parent, long)
    const known = this.#short?.get(parent)
    if (known) return known
    const ids = this.#sorted(parent)
    if (ids.length > 0 && ids.length < LONG) {
      this.#short ??= new Map()
      this.#short.set(parent, ids)
    }
    return ids
  }

  added(parent: number, child: number): void {
    this.#note(parent, child, false)
  }

  /** The child was there; it is gone, or may sort differently. */
  changed(parent: number, child: number): void {
    this.#note(parent, child, true)
  }

  #note(parent: number, child: number, isListed: boolean): void {
    this.#short?.delete(parent)
    const long = this.#long?.get(parent)
    if (!long || long.changed.has(child)) return
    if (long.changed.size < Math.min(MAX_CHANGES, long.vertices.length / 8)) long.changed.set(child, isListed)
    else this.#long?.delete(parent)
  }

  #sorted(parent: number): readonly VertexId[] {
    const children = this.state.places.childrenOf(parent)
    if (children.length === 0) return NO_IDS
    // The list has the newest first, and most come in the order they are made in.
    const keys = children
      .reverse()
      .map((child) => this.#keyOf(child))
      .sort((a, b) => this.#compare(a, b))
    const ids = keys.map((key) => key.id)
    if (ids.length >= LONG) {
      this.#long ??= new Map()
      this.#long.set(parent, { vertices: keys.map((key) => key.vertex), ids, changed: new Map() })
    }
    return ids
  }

  #updated(parent: number, list: LongList): readonly VertexId[] {
    if (list.changed.size === 0) return list.ids
    const { vertices, changed } = list
    const ids = [...list.ids]
    for (const [child, isListed] of changed) {
      if (!isListed) continue
      const at = vertices.lastIndexOf(child)
      vertices.splice(at, 1)
      ids.splice(at, 1)
    }
    for (const child of changed.keys()) {
      if (this.state.places.parentOf(child) !== parent) continue
      const key = this.#keyOf(child)
      const at = this.#positionOf(key, vertices)
      vertices.splice(at, 0, child)
      ids.splice(at, 0, key.id)
    }
    changed.clear()
    list.ids = ids
    return ids
  }

  #positionOf(key: SiblingKey, vertices: readonly number[]): number {
    let [low, high] = [0, vertices.length]
    while (low < high) {
      // New children nearly always come last.
      const middle = high === vertices.length ? high - 1 : (low + high) >> 1
      if (this.#compare(this.#keyOf(vertices[middle] ?? 0), key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #keyOf(vertex: number): SiblingKey {
    const order = this.state.properties.get(vertex, this.#orderKey)
    return {
      vertex,
      id: this.state.ids.at(vertex),
      rank: this.state.ids.rankOf(vertex),
      order: typeof order === 'string' ? order : undefined,
    }
  }

  #compare(a: SiblingKey, b: SiblingKey): number {
    if (a.order !== b.order) {
      if (a.order === undefined) return 1
      if (b.order === undefined) return -1
      return a.order < b.order ? -1 : 1
    }
    if (a.order === undefined) {
      a.created ??= this.#createdOf(a.vertex)
      b.created ??= this.#createdOf(b.vertex)
      if (a.created !== b.created) return a.created < b.created ? -1 : 1
    }
    // Many share a millisecond, and numbers compare faster.
    if (a.rank !== b.rank && !Number.isNaN(a.rank + b.rank)) return a.rank - b.rank
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }

  #createdOf(vertex: number): string {
    const created = this.state.properties.get(vertex, this.#createdKey)
    return typeof created === 'string' ? created : ''
  }
}
