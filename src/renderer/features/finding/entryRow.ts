import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'
import type { PickItem } from '../../ui/PickItem'

/** An entry as a row of a pick list. */
export function entryRow(catalog: EntryCatalog, { id, kind, name, icon }: CatalogRow): PickItem {
  return {
    id,
    label: name,
    detail: catalog.path(id),
    icon: icon ?? (kind === 'folder' ? '📁' : kind === 'file' ? '📎' : '📄'),
  }
}
