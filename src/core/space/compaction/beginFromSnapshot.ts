import { AppError } from '../../AppError'
import type { Position } from '../../persistence/PersistenceLayer'
import type { SpaceTree } from '../../tree/SpaceTree'
import type { CompactionReader } from './CompactionReader'

/** Loads an empty tree from its snapshot. Resolves with the position after which the log goes on: zero without one that can be read. */
export async function beginFromSnapshot(
  reader: Pick<CompactionReader, 'loadSnapshot'>,
  tree: SpaceTree,
): Promise<Position> {
  const snapshot = await reader.loadSnapshot(tree.treeId)
  if (!snapshot) return 0
  try {
    tree.load(snapshot.bytes)
    return snapshot.through
  } catch (error) {
    if (AppError.detailOf(error).code !== 'bad-snapshot') throw error
    return 0
  }
}
