import { encodePath, splitAnchor } from '../LinkPath'
import type { LinkNames } from './LinkNames'

/** The address of a Markdown link: the entry's path as it is now where it leads to one, else as written. */
export function currentAddress(href: string, entryId: string | null, names: LinkNames): string {
  const name = entryId === null ? null : names(entryId)
  if (!name || href.startsWith('#')) return href
  const { anchor } = splitAnchor(href)
  return encodePath(name.path) + (anchor === null ? '' : `#${anchor}`)
}
