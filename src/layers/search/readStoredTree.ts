import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { unpackOps } from '../../core/persistence/packBody'
import { beginFromSnapshot } from '../../core/space/compaction/beginFromSnapshot'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import type { TreeId } from '../../core/tree/ops'
import type { SearchLog } from './SearchLog'

/** What this Grove cannot read of a log: it stays there, and the rest of the tree is shown without it. */
const LEFT_OUT: ReadonlySet<string> = new Set(['bad-op', 'damaged'])

/** A tree as the log has it now, for reading; the caller disposes of it. What cannot be read of it is left out. */
export async function readStoredTree(log: SearchLog, treeId: TreeId, environment: Environment): Promise<SpaceTree> {
  const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
  try {
    const after = await beginFromSnapshot(log, tree)
    for await (const packs of log.loadTree(treeId, after)) tree.mergeOps(packs.flatMap(unpackOps))
  } catch (error) {
    if (LEFT_OUT.has(AppError.detailOf(error).code)) return tree
    tree.dispose()
    throw error
  }
  return tree
}
