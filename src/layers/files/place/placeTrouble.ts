import { networkFileSystem } from './networkFileSystem'
import type { PlaceFacts, PlaceTrouble } from './PlaceFacts'
import { syncedFolder } from './syncedFolder'

/** Why a live database must not lie there; null when nothing speaks against it. */
export function placeTrouble(facts: PlaceFacts): PlaceTrouble | null {
  const product = syncedFolder(facts)
  if (product !== undefined) return { kind: 'synced', name: product }
  const network = networkFileSystem(facts)
  return network === undefined ? null : { kind: 'network', name: network }
}

/** The rest of a sentence that begins with the folder: `... is synced by Dropbox, which ...`. */
export function placeReason({ kind, name }: PlaceTrouble): string {
  return kind === 'synced'
    ? `it is kept in step by ${name}, which copies files while Grove writes to them and breaks them that way`
    : `it is on a network drive (${name}), where two machines can write over each other’s changes`
}
