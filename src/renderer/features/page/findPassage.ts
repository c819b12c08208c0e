import type { Node } from '@tiptap/pm/model'
import { leafText } from '../../../apps/page/PageModel'
import type { Passage } from '../../state/Passage'

export interface FoundPassage {
  /** Of the block it stands in. */
  readonly block: number
  readonly from: number
  readonly to: number
}

/**
 * Where a passage stands in a page: the first of its words in the block that holds its text, or, where that was rewritten since,
 * in the first block that has the word. Undefined when there is none.
 */
export function findPassage(doc: Node, { text, words }: Passage): FoundPassage | undefined {
  const [word] = words
  if (word === undefined) return undefined
  let likely: FoundPassage | undefined
  let found: FoundPassage | undefined
  doc.descendants((node, position) => {
    if (found || !node.isTextblock) return !found
    const line = lineOf(node)
    const start = line.text.indexOf(text)
    if (start !== -1) found = line.place(position, Math.max(start, line.text.indexOf(word, start)), word.length)
    else if (!likely) {
      const at = line.text.indexOf(word)
      if (at !== -1) likely = line.place(position, at, word.length)
    }
    return false
  })
  return found ?? likely
}

/** What is read in a block, with the way back from its characters to places in the page. */
function lineOf(block: Node): {
  readonly text: string
  readonly place: (position: number, index: number, length: number) => FoundPassage
} {
  const pieces: { readonly index: number; readonly offset: number; readonly isText: boolean }[] = []
  let text = ''
  block.forEach((child, offset) => {
    pieces.push({ index: text.length, offset, isText: child.isText })
    text += child.text ?? leafText(child)
  })
  const offsetOf = (index: number): number => {
    const piece = pieces.filter((one) => one.index <= index).at(-1)
    if (!piece) return 0
    return piece.offset + (piece.isText ? index - piece.index : Math.min(1, index - piece.index))
  }
  return {
    text,
    place: (position, index, length) => ({
      block: position,
      from: position + 1 + offsetOf(index),
      to: position + 1 + offsetOf(index + length),
    }),
  }
}
