import type { Environment } from '../../environment'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import type { OpId, TreeId, VertexId } from '../../tree/ops'
import type { Pack } from '../Pack'
import type { OutlineNodes } from './Outline'
import { readableOps } from '../packBody'
import { putVertex, putWaiting } from './rebuildOutline'

/**
 * Brings a stale node table in step with the log again, in steps as small as one likes, writing only what differs. First
 * everything is merged, then the table put right; what is merged after that puts the vertices it changed in line again.
 */
export class OutlineRebuild {
  readonly #tree: SpaceTree
  readonly #changed = new Set<VertexId>()
  #ids: Iterator<VertexId> | undefined

  constructor(treeId: TreeId, environment: Environment) {
    this.#tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
  }

  /** First of all, in steps as `SpaceTree.loading`. Throws AppError `bad-snapshot`; the log must then give everything. */
  loading(snapshot: Uint8Array): Iterable<void> {
    return this.#tree.loading(snapshot)
  }

  /** Packs of the tree; those that cannot be understood are left out. */
  merge(packs: readonly Pack[]): void {
    for (const pack of packs) this.#tree.mergeOps(readableOps(pack))
  }

  /** Puts up to so many vertices right; true while there may be more. */
  putRight(store: OutlineNodes, vertices: number): boolean {
    this.#ids ??= this.#begin()
    for (let left = vertices; left > 0; left--) {
      const id = this.#next(this.#ids)
      if (id === undefined) return false
      putVertex(store, this.#tree.rows(), id)
    }
    return true
  }

  /** What waits for a vertex that the log does not have yet: the last step. False: as `rebuildOutline`. */
  putWaiting(store: OutlineNodes): boolean {
    return putWaiting(store, this.#tree.rows())
  }

  get lastMove(): OpId | undefined {
    return this.#tree.rows().lastMove()
  }

  dispose(): void {
    this.#tree.dispose()
  }

  /** From here on changes are noted; the tree does not change before all vertices were looked at. */
  #begin(): Iterator<VertexId> {
    this.#tree.onChange((change) => {
      for (const id of change.vertexIds()) this.#changed.add(id)
    })
    return this.#tree.rows().topDown()
  }

  #next(ids: Iterator<VertexId>): VertexId | undefined {
    const next = ids.next()
    if (next.done !== true) return next.value
    for (const id of this.#changed) {
      this.#changed.delete(id)
      return id
    }
    return undefined
  }
}
