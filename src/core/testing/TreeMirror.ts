import type { JsonValue } from 'reptree'
import type { VertexId } from '../tree/ops'
import type { SpaceTree } from '../tree/SpaceTree'

/** A copy of a tree kept only by listening to it: whatever a change fails to report makes the two differ. */
export class TreeMirror {
  readonly #parents = new Map<VertexId, VertexId | null>()
  readonly #children = new Map<VertexId, readonly VertexId[]>()
  readonly #properties = new Map<VertexId, Map<string, JsonValue | undefined>>()

  constructor(private readonly tree: SpaceTree) {
    tree.onChange((change) => {
      for (const id of change.created) this.#parents.set(id, tree.parentOf(id) ?? null)
      for (const [id, { from, to }] of change.moved) {
        if (this.#parents.get(id) !== from) throw new Error(`${id} was not under ${from}`)
        this.#parents.set(id, to)
      }
      for (const id of change.children) this.#children.set(id, tree.childIds(id))
      for (const [id, keys] of change.properties) {
        const properties = this.#properties.get(id) ?? new Map<string, JsonValue | undefined>()
        this.#properties.set(id, properties)
        for (const key of keys) properties.set(key, tree.property(id, key))
      }
    })
  }

  mustMatch(where: string): void {
    const vertices = this.tree.getAllVertices()
    if (vertices.length !== this.#parents.size)
      throw new Error(`${where}: the mirror has ${this.#parents.size} vertices`)
    for (const { id } of vertices) {
      if (this.#parents.get(id) !== this.tree.parentOf(id)) throw new Error(`${where}: the mirror has ${id} elsewhere`)
      const children = this.#children.get(id) ?? []
      if (children.join() !== this.tree.childIds(id).join()) throw new Error(`${where}: children of ${id} differ`)
      for (let i = 1; i < children.length; i++) {
        if (siblingKey(this.tree, children[i - 1]) >= siblingKey(this.tree, children[i])) {
          throw new Error(`${where}: children of ${id} are not in order`)
        }
      }
      const properties = this.#properties.get(id) ?? new Map<string, JsonValue | undefined>()
      for (const [key, value] of properties) {
        if (this.tree.property(id, key) !== value) throw new Error(`${where}: ${key} of ${id} differs`)
      }
      for (const key of Object.keys(this.tree.properties(id))) {
        if (!properties.has(key)) throw new Error(`${where}: the mirror lacks ${key} of ${id}`)
      }
    }
  }
}

/** One string that sorts as siblings do; what has no `order` comes last, by creation time. */
function siblingKey(tree: SpaceTree, id: VertexId = ''): string {
  const order = tree.property(id, 'order')
  const created = tree.property(id, '_c')
  if (typeof order === 'string') return `0${order}\u0000${id}`
  return `1${typeof created === 'string' ? created : ''}\u0000${id}`
}
