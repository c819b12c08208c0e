import { findTerms, type TermPlace } from './findTerms'
import { markPlaces, type MarkedText } from './MarkedText'
import type { SearchTerm } from './SearchTerm'

export interface Snippet {
  /** A line of the text, or so much of it as is read at a glance; empty for a text that holds nothing. */
  readonly marked: MarkedText
  /** The same as it stands in the text, to find the place again; empty where no term stands in it. */
  readonly passage: string
}

/** A page with more places than this has been looked at enough. */
const MAX_PLACES = 200
const BEFORE_CHARS = 48
const LENGTH_CHARS = 170

/** The line in which most of the terms stand, from a little before the first of them. */
export function makeSnippet(text: string, terms: readonly SearchTerm[]): Snippet {
  const best = bestLine(text, terms)
  if (!best) return { marked: markPlaces(cut(text.trimStart().split('\n', 1)[0] ?? '', 0), []), passage: '' }
  const { start, end, places } = best
  const line = text.slice(start, end)
  const first = (places[0]?.start ?? start) - start
  const from = first > BEFORE_CHARS * 1.5 ? wordStart(line, first - BEFORE_CHARS) : 0
  const shown = cut(line, from)
  const within = places
    .map((place) => ({ start: place.start - start - from, end: place.end - start - from }))
    .filter((place) => place.end <= shown.length)
  const marked = markPlaces(shown, within)
  const before = from > 0 ? [{ text: '…', isFound: false }] : []
  const after = from + shown.length < line.length ? [{ text: '…', isFound: false }] : []
  return { marked: [...before, ...marked, ...after], passage: shown.trim() }
}

interface Line {
  readonly start: number
  readonly end: number
  readonly places: readonly TermPlace[]
}

function bestLine(text: string, terms: readonly SearchTerm[]): Line | undefined {
  let best: Line | undefined
  let bestTerms = 0
  let looked = 0
  let line: { start: number; end: number; places: TermPlace[] } | undefined
  const judge = (): void => {
    const held = new Set(line?.places.map(({ term }) => term)).size
    if (line && held > bestTerms) [best, bestTerms] = [line, held]
  }
  for (const place of findTerms(text, terms)) {
    if (!line || place.start >= line.end) {
      judge()
      if (bestTerms === terms.length || ++looked > MAX_PLACES) return best
      const end = text.indexOf('\n', place.end)
      line = { start: text.lastIndexOf('\n', place.start) + 1, end: end === -1 ? text.length : end, places: [] }
    }
    line.places.push(place)
  }
  judge()
  return best
}

function wordStart(line: string, near: number): number {
  const blank = line.indexOf(' ', near)
  return blank === -1 || blank > near + BEFORE_CHARS / 2 ? wholeChar(line, near) : blank + 1
}

function cut(line: string, from: number): string {
  const end = from + LENGTH_CHARS
  if (line.length <= end) return line.slice(from)
  const blank = line.lastIndexOf(' ', end)
  return line.slice(from, blank > from + LENGTH_CHARS / 2 ? blank : wholeChar(line, end))
}

/** Not between the two halves of one character. */
function wholeChar(line: string, at: number): number {
  const code = line.charCodeAt(at)
  return code >= 0xdc00 && code < 0xe000 ? at + 1 : at
}
