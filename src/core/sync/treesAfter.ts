import type { Journal, Position } from '../persistence/PersistenceLayer'
import type { TreeId } from '../tree/ops'
import { pagesAfter } from './pagesAfter'

/** Trees with packs after a position. Cost: the packs. */
export async function treesAfter(journal: Journal, after: Position): Promise<Set<TreeId>> {
  const trees = new Set<TreeId>()
  for await (const packs of pagesAfter(journal, after)) for (const { treeId } of packs) trees.add(treeId)
  return trees
}
