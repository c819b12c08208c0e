import type { Journal } from '../persistence/PersistenceLayer'
import type { VertexId } from '../tree/ops'
import { entryOf, UNTITLED, type Entry, type SpaceLook } from './Entry'

/*
 * What a journal's node table tells of a space without building its tree: enough for the first screen, for a list of
 * spaces, and for whoever must know where an entry is.
 */

/** Children of a vertex in the order people gave them; unordered ones come last. Cost: the children. */
export async function readEntries(journal: Journal, parentId: VertexId): Promise<readonly Entry[]> {
  const rows = await journal.readOutline(parentId)
  const order = (row: (typeof rows)[number]): string => {
    const { order: key, _c: createdAt } = row.properties
    return typeof key === 'string'
      ? `0${key}\u0000${row.id}`
      : `1${typeof createdAt === 'string' ? createdAt : ''}\u0000${row.id}`
  }
  return [...rows]
    .map((row) => ({ row, key: order(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ row }) => entryOf(row.id, parentId, (key) => row.properties[key], row.hasChildren) ?? [])
}

/** The vertex that holds all live entries, or all that are in the trash; undefined in a space without a root. */
export async function readPlaceId(journal: Journal, kind: 'content' | 'trash'): Promise<VertexId | undefined> {
  for (const root of await journal.readOutline(null)) {
    if (!('name' in root.properties)) continue
    const places = await journal.readOutline(root.id)
    return places.find((row) => row.properties['kind'] === kind)?.id
  }
  return undefined
}

/** Name, colour and icon; undefined for a space without a root. */
export async function readLook(journal: Journal): Promise<SpaceLook | undefined> {
  const root = (await journal.readOutline(null)).find((row) => 'name' in row.properties)
  if (!root) return undefined
  const { name, color, icon } = root.properties
  return {
    name: typeof name === 'string' ? name : UNTITLED,
    color: typeof color === 'string' ? color : 'green',
    icon: typeof icon === 'string' ? icon : '🌳',
  }
}
