import type { CatalogRow } from '../../state/EntryCatalog'
import type { PickItem } from '../../ui/PickItem'

/** An entry as a row of a pick list. */
export function entryRow({ id, kind, name, icon, path }: CatalogRow): PickItem {
  return { id, label: name, detail: path, icon: icon ?? (kind === 'folder' ? '📁' : kind === 'file' ? '📎' : '📄') }
}
