import type { VertexId } from '../tree/ops'
import type { SpaceId } from './Space'

/** A space, or an entry in it, as links name it. */
export interface LinkedPlace {
  readonly spaceId: SpaceId
  readonly entryId: VertexId | null
}

const APP_ROOT = 'grove://open'
/** Systems and browsers hand it on with a slash or without. */
const ROOTS = /^(?:grove:\/\/open\/?|https?:\/\/[^/?#\s]+\/)(?=\?)/i
const QUERY = /^\?space=([0-9a-f]{32})(?:&entry=([0-9a-zA-Z_-]{1,64}))?$/

/** `grove://open?space=<id>&entry=<id>`; in a browser `root` is the address of its Grove: `https://host/`. */
export function placeLinkOf({ spaceId, entryId }: LinkedPlace, root = APP_ROOT): string {
  return `${root}?space=${spaceId}${entryId === null ? '' : `&entry=${entryId}`}`
}

/** Reads what `placeLinkOf` makes, of any root; undefined for anything else. */
export function readPlaceLink(text: string): LinkedPlace | undefined {
  const link = text.trim()
  const [root] = ROOTS.exec(link) ?? []
  const [, spaceId, entryId = null] = QUERY.exec(link.slice(root?.length)) ?? []
  return root === undefined || spaceId === undefined ? undefined : { spaceId, entryId }
}
