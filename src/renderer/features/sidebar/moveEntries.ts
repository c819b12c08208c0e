import type { Entries } from '../../../core/space/Entries'
import type { VertexId } from '../../../core/tree/ops'
import { counted } from '../../ui/counted'

export type MoveDirection = 'up' | 'down' | 'out' | 'in'

export interface Moved {
  /** In words for a live region. */
  readonly said: string
  readonly hasMoved: boolean
}

/** Moves entries of one folder one step, together, and says what happened, or why nothing did. */
export function moveEntries(entries: Entries, ids: readonly VertexId[], direction: MoveDirection): Moved {
  const [firstId] = ids
  const first = firstId === undefined ? undefined : entries.get(firstId)
  if (!first) return { said: 'There is nothing to move', hasMoved: false }
  const name = ids.length === 1 ? first.name : counted(ids.length, 'entry', 'entries')
  const { parentId } = first
  if (ids.some((id) => entries.tree.parentOf(id) !== parentId)) {
    return { said: `${name} lie in different places: use "Move to…"`, hasMoved: false }
  }
  const own = new Set(ids)
  const siblings = entries.tree.childIds(parentId)
  const start = siblings.findIndex((id) => own.has(id))
  let end = siblings.length - 1
  while (!own.has(siblings[end] ?? '')) end -= 1
  const previous = entries.get(siblings[start - 1] ?? '')
  const next = entries.get(siblings[end + 1] ?? '')
  const said = (how: string): Moved => ({ said: `${name} moved ${how}`, hasMoved: true })
  const place = (): string => `${entries.tree.childIds(parentId).indexOf(first.id) + 1} of ${siblings.length}`
  if (direction === 'up' && previous) {
    entries.moveAll(ids, parentId, { before: previous.id })
    return said(`up, ${place()}`)
  }
  if (direction === 'down' && next) {
    entries.moveAll(ids, parentId, { after: next.id })
    return said(`down, ${place()}`)
  }
  if (direction === 'in' && previous && previous.kind !== 'file') {
    entries.moveAll(ids, previous.id)
    return said(`into ${previous.name}`)
  }
  const parent = entries.get(parentId)
  if (direction === 'out' && parent) {
    entries.moveAll(ids, parent.parentId, { after: parent.id })
    return said(`out of ${parent.name}`)
  }
  return { said: `${name} cannot move further`, hasMoved: false }
}
