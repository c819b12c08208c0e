import type { JsonValue, TreeVertexProperty } from 'reptree'
import { compareOpIds, type SetVertexProperty, type VertexId } from './ops'

/**
 * What the tree knows of one vertex. Also stands in where RepTree expects its `VertexState` (`id`, `parentId`,
 * `getProperty`, `getAllProperties`), so its `Vertex` reads straight from here.
 */
export class VertexRecord {
  /** False while an op only mentions it: it may be a parent that has not arrived. */
  exists = false
  /** How many records, existing or not, have this one as `parent`. */
  childCount = 0
  /** The parent before the batch that is being applied; undefined when the batch has not moved it. */
  parentBeforeBatch: VertexRecord | null | undefined = undefined
  /** The existing children, unordered. */
  children: Set<VertexRecord> | undefined = undefined
  /** Their ids in sibling order, until something changes. */
  sortedChildIds: readonly VertexId[] | undefined = undefined
  /** The winning write of each key; removed keys stay, with an undefined value, to win over older writes. */
  #writes: Map<string, SetVertexProperty> | undefined = undefined

  constructor(
    readonly id: VertexId,
    public parent: VertexRecord | null,
  ) {}

  get parentId(): VertexId | null {
    return this.parent ? this.parent.id : null
  }

  isAtOrUnder(ancestor: VertexRecord): boolean {
    if (ancestor === this) return true
    for (let at = this.parent; at; at = at.parent) if (at === ancestor) return true
    return false
  }

  /** Last writer wins. False when a newer write of this key is known. */
  write(op: SetVertexProperty): boolean {
    this.#writes ??= new Map()
    const current = this.#writes.get(op.key)
    if (current && compareOpIds(op.id, current.id) <= 0) return false
    this.#writes.set(op.key, op)
    return true
  }

  getProperty(key: string): JsonValue | undefined {
    return this.#writes?.get(key)?.value
  }

  readProperties(): Record<string, JsonValue> {
    return Object.fromEntries(this.getAllProperties().map(({ key, value }) => [key, value ?? null]))
  }

  getAllProperties(): TreeVertexProperty[] {
    const properties: TreeVertexProperty[] = []
    if (this.#writes) {
      for (const { key, value } of this.#writes.values()) if (value !== undefined) properties.push({ key, value })
    }
    return properties
  }
}
