import type { JsonValue } from 'reptree'
import type { OpId, VertexId } from '../../tree/ops'
import type { OutlineRow, OutlineStore } from './Outline'

interface Node {
  parentId: VertexId | null | undefined
  readonly childIds: Set<VertexId>
  readonly properties: Map<string, { readonly value: JsonValue | undefined; readonly writer: OpId }>
}

/** A node table in memory. */
export class MemoryOutlineStore implements OutlineStore {
  readonly #nodes = new Map<VertexId, Node>()
  readonly #rootIds = new Set<VertexId>()
  #lastMove: OpId | undefined

  hasNode(id: VertexId): boolean {
    return this.#nodes.get(id)?.parentId !== undefined
  }

  parentOf(id: VertexId): VertexId | null | undefined {
    return this.#nodes.get(id)?.parentId
  }

  putNode(id: VertexId, parentId: VertexId | null): void {
    const node = this.#node(id)
    if (node.parentId === null) this.#rootIds.delete(id)
    else if (node.parentId !== undefined) this.#nodes.get(node.parentId)?.childIds.delete(id)
    node.parentId = parentId
    if (parentId === null) this.#rootIds.add(id)
    else this.#node(parentId).childIds.add(id)
  }

  propertyWriter(id: VertexId, key: string): OpId | undefined {
    return this.#nodes.get(id)?.properties.get(key)?.writer
  }

  putProperty(id: VertexId, key: string, value: JsonValue | undefined, writer: OpId): void {
    this.#node(id).properties.set(key, { value, writer })
  }

  lastMove(): OpId | undefined {
    return this.#lastMove
  }

  putLastMove(id: OpId): void {
    this.#lastMove = id
  }

  clear(): void {
    this.#nodes.clear()
    this.#rootIds.clear()
    this.#lastMove = undefined
  }

  rows(parentId: VertexId | null): OutlineRow[] {
    const ids = parentId === null ? this.#rootIds : (this.#nodes.get(parentId)?.childIds ?? [])
    return [...ids].map((id) => {
      const node = this.#node(id)
      const properties: Record<string, JsonValue> = {}
      for (const [key, { value }] of node.properties) if (value !== undefined) properties[key] = value
      return { id, parentId, properties, hasChildren: node.childIds.size > 0 }
    })
  }

  #node(id: VertexId): Node {
    let node = this.#nodes.get(id)
    if (!node) {
      node = { parentId: undefined, childIds: new Set(), properties: new Map() }
      this.#nodes.set(id, node)
    }
    return node
  }
}
