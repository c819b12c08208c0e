import type { Environment } from '../../environment'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import type { TreeId } from '../../tree/ops'
import type { Pack } from '../Pack'
import { readableOps } from '../packBody'
import { applyToOutline, type OutlineNodes } from './Outline'
import { rebuildOutline } from './rebuildOutline'

/** Brings the node table in step with one more committed pack of the space tree; false when it must be built anew. */
export function applyPackToOutline(store: OutlineNodes, pack: Pack): boolean {
  const ops = readableOps(pack)
  return applyToOutline(store, ops) === ops.length
}

/**
 * Builds the node table anew from the space tree's packs, or from its snapshot and the packs after that; packs that cannot be
 * understood are left out. False: as `rebuildOutline`. Throws AppError `bad-snapshot` when that cannot be read.
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
    return rebuildOutline(store, tree.rows())
  } finally {
    tree.dispose()
  }
}
