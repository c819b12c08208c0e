import type { OutlineRow } from '../persistence/outline/Outline'
import { readAllRows } from '../persistence/outline/readAllRows'
import { siblingKey } from '../persistence/outline/siblingKey'
import { SortedRuns } from '../persistence/outline/SortedRuns'
import type { Journal } from '../persistence/PersistenceLayer'
import type { VertexId } from '../tree/ops'
import { entryOf, UNTITLED, type Entry, type SpaceLook } from './Entry'

/*
 * What a journal's node table tells of a space without building its tree: enough for the first screen, for a list of
 * spaces, and for whoever must know where an entry is.
 */

export type OnFirstEntries = (entries: readonly Entry[]) => void

/**
 * Children of a vertex in the order people gave them; unordered ones come last. `onFirst` is told the first of them as soon as
 * they are known. Cost: the children.
 */
export async function readEntries(
  journal: Journal,
  parentId: VertexId,
  onFirst?: OnFirstEntries,
): Promise<readonly Entry[]> {
  let parts = 0
  const runs = new SortedRuns<PlacedEntry>(({ key }) => key)
  for await (const rows of journal.readOutline(parentId)) {
    runs.add(rows.flatMap((row) => placedEntry(row, parentId) ?? []))
    if (parts++ === 0) onFirst?.(runs.sorted().map(({ entry }) => entry))
  }
  return runs.sorted().map(({ entry }) => entry)
}

interface PlacedEntry {
  readonly entry: Entry
  /** Where it stands among its siblings. */
  readonly key: string
}

function placedEntry(row: OutlineRow, parentId: VertexId): PlacedEntry | undefined {
  const entry = entryOf(row.id, parentId, (key) => row.properties[key], row.hasChildren)
  return entry && { entry, key: siblingKey(row) }
}

/** The vertex that holds all live entries, or all that are in the trash; undefined in a space without a root. */
export async function readPlaceId(journal: Journal, kind: 'content' | 'trash'): Promise<VertexId | undefined> {
  for (const root of await readAllRows(journal, null)) {
    if (!('name' in root.properties)) continue
    const places = await readAllRows(journal, root.id)
    return places.find((row) => row.properties['kind'] === kind)?.id
  }
  return undefined
}

/** Name, colour and icon; undefined for a space without a root. */
export async function readLook(journal: Journal): Promise<SpaceLook | undefined> {
  const root = (await readAllRows(journal, null)).find((row) => 'name' in row.properties)
  if (!root) return undefined
  const { name, color, icon } = root.properties
  return {
    name: typeof name === 'string' ? name : UNTITLED,
    color: typeof color === 'string' ? color : 'green',
    icon: typeof icon === 'string' ? icon : '🌳',
  }
}
