import FilePlus from '@lucide/svelte/icons/file-plus'
import type { CatalogRow } from '../../state/EntryCatalog'
import { findEntries, type EntryQuestion } from '../../state/findEntries'
import { SlicedWork } from '../../state/SlicedWork'
import type { Workspace } from '../../state/Workspace.svelte'
import type { PickItem } from '../../ui/PickItem'

export interface PageChoice extends PickItem {
  /** Undefined: a page of this name is to be made. */
  readonly entryId: string | undefined
  /** The heading or block of it that was named too. */
  readonly anchor: string | null
}

const SHOWN = 12

/** Pages to link to, by what was typed, as quick open finds them; last, the offer to make one. Nothing once `signal` says so. */
export async function findPages(workspace: Workspace, query: string, signal: AbortSignal): Promise<PageChoice[]> {
  const { catalog } = workspace
  if (!catalog) return []
  await catalog.whenComplete()
  const found = await inSlices(workspace, signal, {
    ...{ catalog, query, recent: new Set(workspace.navigation.recentIds) },
    accepts: (row) => row.kind !== 'file',
  })
  const choices: PageChoice[] = found.slice(0, SHOWN).map((row) => ({
    ...{ id: row.id, entryId: row.id, anchor: null, label: row.name, icon: row },
    detail: catalog.path(row.id),
  }))
  const label = query.trim()
  if (label !== '' && found[0]?.key !== label.toLocaleLowerCase()) {
    choices.push({ id: 'create', entryId: undefined, anchor: null, label, detail: 'New page', icon: FilePlus })
  }
  return choices
}

function inSlices(
  { openSpace }: Workspace,
  signal: AbortSignal,
  question: EntryQuestion,
): Promise<readonly CatalogRow[]> {
  const finding = new SlicedWork(openSpace.environment.timers)
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      finding.stop()
      resolve([])
    })
    if (signal.aborted) return resolve([])
    finding.begin(findEntries(question), resolve)
    // What was open lately is there at once.
    if (question.query.trim() === '') finding.finish()
  })
}
