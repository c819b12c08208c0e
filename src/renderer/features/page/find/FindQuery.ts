import type { Node } from '@tiptap/pm/model'
import { readLine, type Span } from '../readLine'

/** What is searched for, and how. */
export interface FindQuery {
  readonly text: string
  readonly matchCase: boolean
  readonly wholeWords: boolean
}

const WORD = '[\\p{L}\\p{M}\\p{N}_]'

/** Finds in one block of text after another. What a block has is known until it changes. */
export class BlockFinder {
  readonly #pattern: RegExp | undefined
  readonly #foundByBlock = new WeakMap<Node, readonly Span[]>()

  constructor(readonly query: FindQuery) {
    this.#pattern = patternOf(query)
  }

  /** By offsets in the block's content, in order; none overlaps the one before. */
  find(block: Node): readonly Span[] {
    if (!this.#pattern || block.childCount === 0) return []
    const known = this.#foundByBlock.get(block)
    if (known) return known
    const found = matchesIn(block, this.#pattern)
    this.#foundByBlock.set(block, found)
    return found
  }
}

function matchesIn(block: Node, pattern: RegExp): readonly Span[] {
  const line = readLine(block)
  const found: Span[] = []
  for (const { index, 0: text } of line.text.matchAll(pattern)) {
    const span = line.span(index, index + text.length)
    // A link to a page is one thing, however often it has the word.
    if (span.from >= (found.at(-1)?.to ?? 0)) found.push(span)
  }
  return found
}

/** By itself, not by small letters, which can be more of them than there were capitals. Undefined: nothing is searched for. */
function patternOf({ text, matchCase, wholeWords }: FindQuery): RegExp | undefined {
  if (text === '') return undefined
  // The same letters, written as one character or as two.
  const ways = [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])].map(literal)
  const begins = wholeWords && new RegExp(`^${WORD}`, 'u').test(text) ? `(?<!${WORD})` : ''
  const ends = wholeWords && new RegExp(`${WORD}$`, 'u').test(text) ? `(?!${WORD})` : ''
  return new RegExp(`${begins}(?:${ways.join('|')})${ends}`, matchCase ? 'gu' : 'giu')
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ /g, '[ \\u00a0]')
}
