import type { Space } from '../../../core/space/Space'
import type { VertexId } from '../../../core/tree/ops'

const STARTS = ['home', 'index', 'readme', 'start']

/** Where to begin reading an import: its page called Home, Index or Readme, else the first thing it brought. */
export function firstImported(space: Space, importId: string): VertexId | undefined {
  const brought = space.entries
    .children(space.contentId)
    .filter((entry) => space.tree.property(entry.id, 'importId') === importId)
  const start = brought.find((entry) => entry.kind === 'entry' && STARTS.includes(entry.name.toLowerCase()))
  return (start ?? brought[0])?.id
}
