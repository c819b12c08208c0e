import FilePlus from '@lucide/svelte/icons/file-plus'
import type { CatalogRow } from '../../state/EntryCatalog'
import type { Workspace } from '../../state/Workspace.svelte'
import type { PickItem } from '../../ui/PickItem'

export interface PageChoice extends PickItem {
  /** Undefined: a page of this name is to be made. */
  readonly entryId: string | undefined
  /** The heading or block of it that was named too. */
  readonly anchor: string | null
}

const SHOWN = 12

/** Pages to link to, by what was typed: of that name, then beginning with it, then holding it; last, the offer to make one. */
export function findPages(workspace: Workspace, query: string): PageChoice[] {
  const wanted = query.trim().toLocaleLowerCase()
  const found = wanted === '' ? latest(workspace) : named(workspace, wanted)
  const choices: PageChoice[] = found.map((row) => ({
    id: row.id,
    entryId: row.id,
    anchor: null,
    label: row.name,
    detail: workspace.catalog?.path(row.id) ?? '',
    icon: row,
  }))
  if (wanted !== '' && found[0]?.key !== wanted) {
    const label = query.trim()
    choices.push({ id: 'create', entryId: undefined, anchor: null, label, detail: 'New page', icon: FilePlus })
  }
  return choices
}

function named(workspace: Workspace, wanted: string): CatalogRow[] {
  const ranks: [same: CatalogRow[], begins: CatalogRow[], holds: CatalogRow[]] = [[], [], []]
  for (const row of linkable(workspace)) {
    const at = row.key.indexOf(wanted)
    if (at === -1) continue
    const rank = row.key === wanted ? 0 : at === 0 ? 1 : 2
    if (ranks[rank].length < SHOWN) ranks[rank].push(row)
  }
  return ranks.flat().slice(0, SHOWN)
}

/** What was open lately comes first. */
function latest(workspace: Workspace): CatalogRow[] {
  const recent = workspace.navigation.recentIds.flatMap((id) => workspace.catalog?.row(id) ?? [])
  const rows = [...recent.filter((row) => row.kind !== 'file'), ...linkable(workspace).slice(0, SHOWN * 2)]
  return rows.filter((row, index) => rows.findIndex((other) => other.id === row.id) === index).slice(0, SHOWN)
}

function linkable(workspace: Workspace): readonly CatalogRow[] {
  return (workspace.catalog?.rows() ?? []).filter((row) => row.kind !== 'file')
}
