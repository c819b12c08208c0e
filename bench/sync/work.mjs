/** Properties of a page, each written once, so that nobody may leave any out. */
export const EDITS_PER_DOCUMENT = 100
export const TITLE = 'title'

/** @param {number} edit */
export function keyOf(edit) {
  return `property ${edit}`
}

/**
 * @param {number} document
 * @param {number} edit
 */
export function valueOf(document, edit) {
  return `value ${edit} of page ${document}`
}

/**
 * The edits of a page, change by change.
 * @param {number} document
 * @param {number} perChange
 */
export function* changesOf(document, perChange) {
  for (let from = 0; from < EDITS_PER_DOCUMENT; from += perChange) {
    const edits = []
    for (let edit = from; edit < Math.min(from + perChange, EDITS_PER_DOCUMENT); edit++) {
      edits.push({ key: keyOf(edit), value: valueOf(document, edit) })
    }
    yield edits
  }
}
