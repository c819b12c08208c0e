import type { Environment } from '../../environment'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import type { TreeId } from '../../tree/ops'
import type { Pack } from '../Pack'
import { unpackOps } from '../packBody'
import { applyToOutline, rebuildOutline, type OutlineStore } from './Outline'

/** Brings the node table in step with one more committed pack of the space tree. */
export function applyPackToOutline(store: OutlineStore, pack: Pack): void {
  applyToOutline(store, readable(pack))
}

/** Builds the node table anew from the space tree's packs; those that cannot be understood are left out. */
export function rebuildFromPacks(
  store: OutlineStore,
  treeId: TreeId,
  packs: readonly Pack[],
  environment: Environment,
): void {
  const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
  try {
    tree.mergeOps(packs.flatMap(readable))
    rebuildOutline(store, {
      allOps: () => tree.allOps(),
      parentOf: (id) => tree.parentOf(id),
      vertexIds: () => tree.getAllVertices().map((vertex) => vertex.id),
    })
  } finally {
    tree.dispose()
  }
}

function readable(pack: Pack): ReturnType<typeof unpackOps> {
  try {
    return unpackOps(pack)
  } catch {
    return []
  }
}
