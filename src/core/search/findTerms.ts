import type { SearchTerm } from './SearchTerm'
import { wordsOf } from './wordsOf'

/** Where a term stands in a text. */
export interface TermPlace {
  /** Its number among the terms. */
  readonly term: number
  readonly start: number
  readonly end: number
}

/** Every place of every term, in their order. Cost: the text, as far as it is asked for. */
export function* findTerms(text: string, terms: readonly SearchTerm[]): Generator<TermPlace> {
  const longest = Math.max(0, ...terms.map(({ words }) => words.length))
  /** The last words, as many as the longest term has. */
  const row: { readonly word: string; readonly start: number }[] = []
  for (const { word, start, end } of wordsOf(text)) {
    row.push({ word, start })
    if (row.length > longest) row.shift()
    for (const [term, { words, isBeginning }] of terms.entries()) {
      const from = row.length - words.length
      const isThere = words.every((wanted, index) => {
        const has = row[from + index]?.word
        return isBeginning && index === words.length - 1 ? has?.startsWith(wanted) : has === wanted
      })
      if (isThere) yield { term, start: row[from]?.start ?? start, end }
    }
  }
}
