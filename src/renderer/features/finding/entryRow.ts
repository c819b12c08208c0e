import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'
import { entryEmoji } from '../../ui/entryEmoji'
import type { PickItem } from '../../ui/PickItem'

/** An entry as a row of a pick list. */
export function entryRow(catalog: EntryCatalog, row: CatalogRow): PickItem {
  return { id: row.id, label: row.name, detail: catalog.path(row.id), icon: entryEmoji(row) }
}
