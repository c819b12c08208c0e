import type { Node } from '@tiptap/pm/model'
import { leafText } from '../../../apps/page/PageModel'

/** A part of a block, by offsets in its content. */
export interface Span {
  readonly from: number
  readonly to: number
  /** False where it has something of what the page has no text of its own for, such as a link to a page. */
  readonly isText: boolean
}

/** What is read in a block of text. */
export interface Line {
  readonly text: string
  /** Where the characters from one index up to another stand. What is no text is in it as a whole. */
  span(start: number, end: number): Span
}

interface Piece {
  /** In what is read. */
  readonly start: number
  readonly end: number
  /** In the block's content. */
  readonly offset: number
  readonly size: number
  readonly isText: boolean
}

/** Costs what the block holds. */
export function readLine(block: Node): Line {
  const pieces: Piece[] = []
  let text = ''
  block.forEach((child, offset) => {
    const start = text.length
    text += child.text ?? leafText(child)
    pieces.push({ start, end: text.length, offset, size: child.nodeSize, isText: child.isText })
  })
  return {
    text,
    span: (start, end) => {
      const within = pieces.filter((piece) => piece.start < end && piece.end > start)
      const [first, last] = [within[0], within.at(-1)]
      if (!first || !last) return { from: 0, to: 0, isText: true }
      return {
        from: first.offset + (first.isText ? Math.max(0, start - first.start) : 0),
        to: last.offset + (last.isText ? end - last.start : last.size),
        isText: within.every((piece) => piece.isText),
      }
    },
  }
}
