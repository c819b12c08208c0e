import type { Attributes } from '@tiptap/core'
import { marksAttribute } from './atomMarks'
import { attribute } from './attribute'

/** What images and file links share: where their bytes are. */
export function fileAttributes(): Attributes {
  return {
    /** The file's vertex in the space tree, null while unresolved. */
    entryId: attribute('entryId', null),
    /** SHA-256 of the bytes in the file store, null while unresolved. */
    hash: attribute('hash', null),
    /** The path as written, `Attachments/plan.pdf`. */
    target: attribute('target', null),
    /** `#page=3`, `#icon` and the like, without the `#`. */
    anchor: attribute('anchor', null),
    syntax: attribute('syntax', 'wiki'),
    marks: marksAttribute(),
  }
}
