import type { TreeOp, VertexId } from './ops'

const NONE: readonly TreeOp[] = []

/** Ops that came before the vertex they need: a move before its parent, a property or a text before its vertex. */
export class PendingOps {
  #opsByVertex: Map<VertexId, TreeOp[]> | undefined
  #count = 0

  get count(): number {
    return this.#count
  }

  add(neededId: VertexId, op: TreeOp): void {
    this.#opsByVertex ??= new Map()
    const ops = this.#opsByVertex.get(neededId)
    if (ops) ops.push(op)
    else this.#opsByVertex.set(neededId, [op])
    this.#count++
  }

  /** What waited for this vertex; it waits no longer. */
  take(vertexId: VertexId): readonly TreeOp[] {
    if (this.#count === 0) return NONE
    const ops = this.#opsByVertex?.get(vertexId)
    if (!ops) return NONE
    this.#opsByVertex?.delete(vertexId)
    this.#count -= ops.length
    return ops
  }

  *all(): Iterable<TreeOp> {
    for (const ops of this.#opsByVertex?.values() ?? []) yield* ops
  }
}
