import { AppError } from '../../../core/AppError'
import type { Environment } from '../../../core/environment'
import { unpackOps } from '../../../core/persistence/packBody'
import { beginFromSnapshot } from '../../../core/space/compaction/beginFromSnapshot'
import type { CompactionReader } from '../../../core/space/compaction/CompactionReader'
import { newPeerId } from '../../../core/tree/PeerId'
import { SpaceTree } from '../../../core/tree/SpaceTree'
import type { TreeId } from '../../../core/tree/ops'

/** What this Grove cannot read of a log: it stays there, and the rest of the tree is shown without it. */
const LEFT_OUT: ReadonlySet<string> = new Set(['bad-op', 'damaged'])

/** A tree as the log has it now, for reading; the caller disposes of it. What cannot be read of it is left out. */
export async function readStoredTree(
  reader: CompactionReader,
  treeId: TreeId,
  environment: Environment,
): Promise<SpaceTree> {
  const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
  try {
    const after = await beginFromSnapshot(reader, tree)
    for await (const packs of reader.loadTree(treeId, after)) tree.mergeOps(packs.flatMap(unpackOps))
  } catch (error) {
    if (LEFT_OUT.has(AppError.detailOf(error).code)) return tree
    tree.dispose()
    throw error
  }
  return tree
}
