import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import { linksOf } from './LinkIndex'

/** Keeps on an entry what it links to, for backlinks: written only where it differs, and never a step to undo. */
export function keepLinks(space: Space, entryId: VertexId, links: readonly VertexId[]): void {
  if (!space.tree.has(entryId)) return
  const before = linksOf(space, entryId)
  if (links.length === before.length && links.every((id, index) => id === before[index])) return
  space.tree.setProperty(entryId, 'links', [...links])
}
