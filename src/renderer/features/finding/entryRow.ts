import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'
import type { PickItem } from '../../ui/PickItem'

/** An entry as a row of a pick list. */
export function entryRow(catalog: EntryCatalog, row: CatalogRow): PickItem {
  return { id: row.id, label: row.name, detail: catalog.path(row.id), icon: row }
}
