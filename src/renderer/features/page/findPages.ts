import type { CatalogRow } from '../../state/EntryCatalog'
import type { Workspace } from '../../state/Workspace.svelte'
import type { Suggested } from './SuggestionList.svelte'

export interface PageChoice extends Suggested {
  /** Undefined: a page of this name is to be made. */
  readonly entryId: string | undefined
}

const SHOWN = 12

/** Pages to link to, by what was typed: names that begin with it before names that hold it; then the offer to make one. */
export function findPages(workspace: Workspace, query: string): PageChoice[] {
  const wanted = query.trim().toLocaleLowerCase()
  const begins: CatalogRow[] = []
  const holds: CatalogRow[] = []
  for (const row of pagesInTurn(workspace, wanted)) {
    const at = row.kind === 'file' ? -1 : row.name.toLocaleLowerCase().indexOf(wanted)
    if (at === 0) begins.push(row)
    else if (at > 0) holds.push(row)
    if (begins.length === SHOWN) break
  }
  const found = [...begins, ...holds].slice(0, SHOWN)
  const choices: PageChoice[] = found.map((row) => ({
    id: row.id,
    entryId: row.id,
    label: row.name,
    detail: row.path,
    icon: row.icon ?? (row.kind === 'folder' ? '📁' : '📄'),
  }))
  const isExact = found.some((row) => row.name.toLocaleLowerCase() === wanted)
  if (wanted !== '' && !isExact) {
    choices.push({ id: 'create', entryId: undefined, label: query.trim(), detail: 'New page', icon: '+' })
  }
  return choices
}

/** Without a query, what was open lately comes first. */
function pagesInTurn(workspace: Workspace, wanted: string): readonly CatalogRow[] {
  const rows = workspace.catalog?.rows() ?? []
  if (wanted !== '') return rows
  const recent = new Map(workspace.navigation.recentIds.map((id, index) => [id, index]))
  const latest = rows.filter((row) => recent.has(row.id))
  return latest
    .sort((a, b) => (recent.get(a.id) ?? 0) - (recent.get(b.id) ?? 0))
    .concat(rows.slice(0, SHOWN * 3))
    .filter((row, index, all) => all.findIndex((other) => other.id === row.id) === index)
}
