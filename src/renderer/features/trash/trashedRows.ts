import type { Entry } from '../../../core/space/Entry'
import type { LiveEntries } from '../../state/LiveEntries'

export interface TrashedRow {
  readonly entry: Entry
  /** Where it was: the name of its folder, or nothing for the top. */
  readonly from: string
  readonly when: string
}

/** What lies in the trash, latest first. */
export function trashedRows(live: LiveEntries): TrashedRow[] {
  const { tree } = live.space
  const trashedAt = (id: string): string => {
    const at = tree.property(id, 'trashedAt')
    return typeof at === 'string' ? at : ''
  }
  return live
    .children(live.trashId)
    .sort((a, b) => trashedAt(b.id).localeCompare(trashedAt(a.id)))
    .map((entry) => {
      const fromId = tree.property(entry.id, 'trashedFrom')
      const from = typeof fromId === 'string' ? live.space.entries.get(fromId)?.name : undefined
      const at = trashedAt(entry.id)
      return { entry, from: from === undefined ? '' : `from ${from}`, when: at && new Date(at).toLocaleDateString() }
    })
}
