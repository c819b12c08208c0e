import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'

/** Shorter lists are looked through anew: that costs less than keeping them. */
const LONG = 64

/** The children of a vertex that are entries: of a long list only what changed is looked at again. */
export class ChildLists {
  /** Lists in which every child was an entry. */
  readonly #lastByParent = new Map<VertexId, readonly VertexId[]>()

  constructor(readonly tree: SpaceTree) {}

  entriesOf(parentId: VertexId): readonly VertexId[] {
    const ids = this.tree.childIds(parentId)
    const last = this.#lastByParent.get(parentId) ?? []
    if (ids === last) return ids
    const [start, end] = changedPart(last, ids)
    const isAll = ids.slice(start, end).every((id) => this.#isEntry(id))
    if (isAll && ids.length >= LONG) this.#lastByParent.set(parentId, ids)
    else this.#lastByParent.delete(parentId)
    return isAll ? ids : ids.filter((id) => this.#isEntry(id))
  }

  /** What is on its way has come in parts: a vertex may be there before what makes it an entry. */
  #isEntry(id: VertexId): boolean {
    return this.tree.property(id, 'kind') !== undefined
  }
}

/** Where `now` begins to differ from `before`, and from where on it does not any more. */
function changedPart(before: readonly VertexId[], now: readonly VertexId[]): readonly [start: number, end: number] {
  const shorter = Math.min(before.length, now.length)
  let start = 0
  while (start < shorter && before[start] === now[start]) start += 1
  let same = 0
  while (same < shorter - start && before[before.length - 1 - same] === now[now.length - 1 - same]) same += 1
  return [start, now.length - same]
}
