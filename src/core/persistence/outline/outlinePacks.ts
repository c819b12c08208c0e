import type { Environment } from '../../environment'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import { isMoveVertex, type TreeId, type TreeOp } from '../../tree/ops'
import type { Pack } from '../Pack'
import { unpackOps } from '../packBody'
import { applyToOutline, rebuildOutline, type OutlineNodes } from './Outline'

/** Brings the node table in step with one more committed pack of the space tree; false when it must be built anew. */
export function applyPackToOutline(store: OutlineNodes, pack: Pack): boolean {
  const ops = readableOps(pack)
  return applyToOutline(store, ops) === ops.length
}

/**
 * Builds the node table anew from the space tree's packs, or from its snapshot and the packs after that; packs that cannot be
 * understood are left out. False while a move waits for a vertex that is not in them: the table is right now, and only for
 * now, for what the next pack brings may let that move happen. Throws AppError `bad-snapshot` when that cannot be read.
 */
export function rebuildFromPacks(
  store: OutlineNodes,
  treeId: TreeId,
  packs: readonly Pack[],
  environment: Environment,
  snapshot?: Uint8Array,
): boolean {
  const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
  try {
    if (snapshot) tree.load(snapshot)
    tree.mergeOps(packs.flatMap(readableOps))
    rebuildOutline(store, {
      heldOps: () => tree.heldOps(),
      parentOf: (id) => tree.parentOf(id),
      vertexIds: () => tree.getAllVertices().map((vertex) => vertex.id),
    })
    return ![...tree.rows().waiting()].some(isMoveVertex)
  } finally {
    tree.dispose()
  }
}

/** None of a pack that cannot be understood. */
export function readableOps(pack: Pack): readonly TreeOp[] {
  try {
    return unpackOps(pack)
  } catch {
    return []
  }
}
