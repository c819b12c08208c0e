import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'

/** The children of vertices that are entries; a list that has not changed is not looked through again. */
export class ChildLists {
  /** By all children, whose list is another one after each change. Only those in which every child is an entry. */
  readonly #whole = new WeakSet<readonly VertexId[]>()

  constructor(readonly tree: SpaceTree) {}

  entriesOf(parentId: VertexId): readonly VertexId[] {
    const ids = this.tree.childIds(parentId)
    if (this.#whole.has(ids)) return ids
    // Changes come in parts: a vertex may be there before what makes it an entry.
    const others = new Set(this.tree.childIdsWithout(parentId, 'kind'))
    if (others.size > 0) return ids.filter((id) => !others.has(id))
    this.#whole.add(ids)
    return ids
  }
}
