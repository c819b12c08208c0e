import type { Attributes } from '@tiptap/core'
import { attribute } from './attribute'

/** How a link was written, so that it can be written back the same way. */
export type LinkSyntax = 'wiki' | 'markdown'

/** What `pageLink` and `pageEmbed` carry. */
export interface PageLinkAttributes {
  /** The page's vertex in the space tree; null while nothing is found under `target`. */
  readonly entryId: string | null
  /** As written: `Folder/Note#Heading`. Shown when there is neither label nor page. */
  readonly target: string
  /** What to show instead of the page's name. */
  readonly label: string | null
  /** `Heading`, `Heading#Sub-heading` or `^block-id`. */
  readonly anchor: string | null
  readonly syntax: LinkSyntax
}

export function pageLinkAttributes(): Attributes {
  return {
    entryId: attribute('entryId', null),
    target: attribute('target', ''),
    label: attribute('label', null),
    anchor: attribute('anchor', null),
    syntax: attribute('syntax', 'wiki' satisfies LinkSyntax),
  }
}
