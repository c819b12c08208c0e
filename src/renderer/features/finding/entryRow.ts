import type { CatalogRow } from '../../state/EntryCatalog'
import type { Workspace } from '../../state/Workspace.svelte'
import type { PickItem } from '../../ui/PickItem'

/** An entry as a row of a pick list. */
export function entryRow(workspace: Workspace, row: CatalogRow): PickItem {
  return { id: row.id, label: row.name, detail: workspace.catalog?.path(row.id), icon: row }
}
