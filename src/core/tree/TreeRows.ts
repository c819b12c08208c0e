import type { OpId, SetVertexProperty, TreeOp, VertexId } from './ops'
import { moveOpAt, writesOf } from './stateOps'
import { NONE, NULL_VERTEX } from './VertexPlaces'
import { NULL_VERTEX_ID } from './VertexId'
import type { VertexTable } from './VertexTable'

/** What a tree holds as whoever keeps a copy of it in rows reads it: vertex by vertex, nothing made for all of them. */
export class TreeRows {
  constructor(private readonly vertices: VertexTable) {}

  /** Every vertex once, parents before their children. The tree must not change before the last one was taken. */
  *topDown(): Generator<VertexId> {
    const { ids, places } = this.vertices.state
    const waiting: number[] = []
    for (let vertex = 0; vertex < ids.count; vertex++) if (places.parentOf(vertex) === NONE) waiting.push(vertex)
    for (let next = 0; next < waiting.length; next++) {
      const vertex = waiting[next]!
      if (vertex !== NULL_VERTEX || this.vertices.has(NULL_VERTEX_ID)) yield ids.at(vertex)
      for (const child of places.childrenOf(vertex)) waiting.push(child)
    }
  }

  /** Null for roots, undefined for unknown vertices. */
  parentOf(id: VertexId): VertexId | null | undefined {
    return this.vertices.parentId(id)
  }

  /** The winning write of each key of the vertex, also where it removed the property. */
  lastWrites(id: VertexId): SetVertexProperty[] {
    const { state } = this.vertices
    const vertex = state.ids.indexOf(id)
    return vertex === -1 ? [] : writesOf(state, vertex)
  }

  /** The newest of all moves, also one without effect. */
  lastMove(): OpId | undefined {
    const { state } = this.vertices
    return state.log.count === 0 ? undefined : moveOpAt(state, state.log.count - 1).id
  }

  /** Ops that wait for a vertex that has not arrived. */
  waiting(): Iterable<TreeOp> {
    return this.vertices.pendingOps()
  }
}
