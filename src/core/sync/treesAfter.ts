import type { Journal, Position } from '../persistence/PersistenceLayer'
import type { TreeId } from '../tree/ops'

const PAGE_OPS = 1000

/** Trees with packs after a position. Cost: the packs. */
export async function treesAfter(journal: Journal, after: Position): Promise<Set<TreeId>> {
  const trees = new Set<TreeId>()
  let position = after
  while (position < journal.summary().head) {
    const page = await journal.readSince(position, PAGE_OPS)
    if (page.through <= position) break
    for (const { treeId } of page.packs) trees.add(treeId)
    position = page.through
  }
  return trees
}
