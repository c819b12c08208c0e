import type { CatalogRow } from '../../state/EntryCatalog'
import type { PickItem } from '../../ui/PickItem'
import type { Searched } from './EntrySearch.svelte'

/** An entry as a row of a pick list. */
export function entryRow(workspace: Pick<Searched, 'catalog'>, row: CatalogRow): PickItem {
  return { id: row.id, label: row.name, detail: workspace.catalog?.path(row.id), icon: row }
}
