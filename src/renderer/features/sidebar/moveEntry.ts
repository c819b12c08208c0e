import type { Entries } from '../../../core/space/Entries'
import type { VertexId } from '../../../core/tree/ops'

export type MoveDirection = 'up' | 'down' | 'out' | 'in'

/** Moves an entry one step and says what happened, in words for a live region; undefined when there is nowhere to go. */
export function moveEntry(entries: Entries, id: VertexId, direction: MoveDirection): string | undefined {
  const entry = entries.get(id)
  if (!entry) return undefined
  const siblings = entries.children(entry.parentId)
  const index = siblings.findIndex((sibling) => sibling.id === id)
  const previous = siblings[index - 1]
  const next = siblings[index + 1]
  if (direction === 'up' && previous) {
    entries.move(id, entry.parentId, { before: previous.id })
    return `${entry.name} moved up, ${index} of ${siblings.length}`
  }
  if (direction === 'down' && next) {
    entries.move(id, entry.parentId, { after: next.id })
    return `${entry.name} moved down, ${index + 2} of ${siblings.length}`
  }
  if (direction === 'in' && previous && previous.kind !== 'file') {
    entries.move(id, previous.id)
    return `${entry.name} moved into ${previous.name}`
  }
  const parent = entries.get(entry.parentId)
  if (direction === 'out' && parent) {
    entries.move(id, parent.parentId, { after: parent.id })
    return `${entry.name} moved out of ${parent.name}`
  }
  return undefined
}
