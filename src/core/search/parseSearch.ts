import type { SearchTerm } from './SearchTerm'
import { wordsOf } from './wordsOf'

/** More is no longer a question. */
const MAX_CHARS = 1000
const MAX_WORDS = 24

/**
 * What was typed, as terms that all must be found: words, as beginnings; words within "quotes" as they stand. Nothing else
 * means anything, so there is nothing one could type wrong. Empty when there is no word in it.
 */
export function parseSearch(text: string): readonly SearchTerm[] {
  const terms: SearchTerm[] = []
  let left = MAX_WORDS
  // Between the first and second quote, the third and fourth, and so on; the last one may still be open.
  const parts = text.slice(0, MAX_CHARS).split(/["“”„«»]/)
  for (const [index, part] of parts.entries()) {
    const words = wordsIn(part).slice(0, left)
    const isQuoted = index % 2 === 1
    const isOpen = index === parts.length - 1
    if (isQuoted && words.length > 0) terms.push({ words: words.flat(), isBeginning: isOpen })
    if (!isQuoted) for (const row of words) terms.push({ words: row, isBeginning: true })
    left -= words.length
  }
  return terms
}

/** Each as a row of words: of a script without spaces, all that was typed in one go. */
function wordsIn(text: string): string[][] {
  const rows: string[][] = []
  let end = -1
  for (const { word, start, end: next } of wordsOf(text)) {
    if (start === end) rows.at(-1)?.push(word)
    else rows.push([word])
    end = next
  }
  return rows
}
