import type { Entry } from '../../../core/space/Entry'
import type { VertexId } from '../../../core/tree/ops'
import type { LiveEntries } from '../../state/LiveEntries'
import { formatWhen } from '../../ui/formatWhen'

export interface TrashedRow {
  readonly entry: Entry
  /** Where it was (the name of its folder, or nothing for the top), and since when it is here. */
  readonly detail: string
}

/** What lies in the trash, latest first. */
export function trashedIds(live: LiveEntries): VertexId[] {
  return live
    .childIds(live.trashId)
    .map((id) => ({ id, at: trashedAt(live, id) }))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .map(({ id }) => id)
}

export function trashedRow(live: LiveEntries, id: VertexId, nowMs: number): TrashedRow | undefined {
  const entry = live.entry(id)
  if (!entry) return undefined
  const fromId = live.space.tree.property(id, 'trashedFrom')
  const from = typeof fromId === 'string' ? live.space.entries.get(fromId)?.name : undefined
  const at = trashedAt(live, id)
  const parts = [from === undefined ? '' : `from ${from}`, at && formatWhen(Date.parse(at), nowMs)]
  return { entry, detail: parts.filter(Boolean).join(' · ') }
}

function trashedAt(live: LiveEntries, id: VertexId): string {
  const at = live.space.tree.property(id, 'trashedAt')
  return typeof at === 'string' ? at : ''
}
