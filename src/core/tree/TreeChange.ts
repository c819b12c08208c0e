import type { TreeOp, VertexId } from './ops'

/** What one merged batch or one local transact did to a tree. Ids of vertices that changed twice are listed once. */
export class TreeChange {
  /** In effect now and not before, in no useful order. Includes writes that lost against newer ones. */
  readonly ops: TreeOp[] = []
  /** Vertices that came into being, under whatever parent (also under the null vertex: removed at once). */
  readonly created = new Set<VertexId>()
  /** Vertices that existed before and have another parent now. */
  readonly moved = new Map<VertexId, { readonly from: VertexId | null; readonly to: VertexId | null }>()
  readonly properties = new Map<VertexId, Set<string>>()
  /** Texts that got edits, by their keys. */
  readonly texts = new Map<VertexId, Set<string>>()
  /** Parents whose `childIds` may read differently now. */
  readonly children = new Set<VertexId>()

  constructor(
    /** Authored by this replica, or merged into it. */
    readonly local: boolean,
  ) {}

  get isEmpty(): boolean {
    return this.ops.length === 0
  }

  addMove(vertexId: VertexId, from: VertexId | null, to: VertexId | null): void {
    if (this.created.has(vertexId)) return
    const earlier = this.moved.get(vertexId)
    const start = earlier ? earlier.from : from
    if (start === to) this.moved.delete(vertexId)
    else this.moved.set(vertexId, { from: start, to })
  }

  addProperty(vertexId: VertexId, key: string): void {
    addKey(this.properties, vertexId, key)
  }

  addText(vertexId: VertexId, key: string): void {
    addKey(this.texts, vertexId, key)
  }

  /** Vertices that are new, moved, have another property or other children; texts do not count. */
  vertexIds(): ReadonlySet<VertexId> {
    return new Set([...this.created, ...this.moved.keys(), ...this.properties.keys(), ...this.children])
  }
}

function addKey(keysByVertex: Map<VertexId, Set<string>>, vertexId: VertexId, key: string): void {
  const keys = keysByVertex.get(vertexId)
  if (keys) keys.add(key)
  else keysByVertex.set(vertexId, new Set([key]))
}
