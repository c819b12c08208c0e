import { findTerms, type TermPlace } from './findTerms'
import type { SearchTerm } from './SearchTerm'

/** A text in pieces: what was searched for, and what stands between. */
export type MarkedText = readonly MarkedPiece[]

export interface MarkedPiece {
  readonly text: string
  readonly isFound: boolean
}

/** The whole text, with every place of every term marked. */
export function markTerms(text: string, terms: readonly SearchTerm[]): MarkedText {
  return markPlaces(text, [...findTerms(text, terms)])
}

/** `places`: within the text, in order of their ends. */
export function markPlaces(text: string, places: readonly Pick<TermPlace, 'start' | 'end'>[]): MarkedText {
  const pieces: MarkedPiece[] = []
  let at = 0
  const put = (to: number, isFound: boolean): void => {
    if (to > at) pieces.push({ text: text.slice(at, to), isFound })
    at = Math.max(at, to)
  }
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    put(start, false)
    put(end, true)
  }
  put(text.length, false)
  return pieces
}
