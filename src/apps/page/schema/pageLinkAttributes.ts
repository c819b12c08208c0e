import type { Attributes } from '@tiptap/core'
import { attribute } from './attribute'

/** How a link was written, so that it can be written back the same way. */
export type LinkSyntax = 'wiki' | 'markdown'

/** What `pageLink` and `pageEmbed` carry. */
export function pageLinkAttributes(): Attributes {
  return {
    // The page's vertex in the space tree; null while nothing is found under `target`.
    entryId: attribute('entryId', null),
    // As written: `Folder/Note#Heading`. Shown when there is neither label nor page.
    target: attribute('target', ''),
    // What to show instead of the page's name.
    label: attribute('label', null),
    // `Heading`, `Heading#Sub-heading` or `^block-id`.
    anchor: attribute('anchor', null),
    syntax: attribute('syntax', 'wiki' satisfies LinkSyntax),
  }
}
