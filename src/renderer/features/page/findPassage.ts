import type { Node } from '@tiptap/pm/model'
import type { Passage } from '../../state/Passage'
import { readLine, type Line } from './readLine'

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
    const line = readLine(node)
    const start = line.text.indexOf(text)
    if (start !== -1) found = placeOf(line, position, Math.max(start, line.text.indexOf(word, start)), word.length)
    else if (!likely) {
      const at = line.text.indexOf(word)
      if (at !== -1) likely = placeOf(line, position, at, word.length)
    }
    return false
  })
  return found ?? likely
}

function placeOf(line: Line, block: number, index: number, length: number): FoundPassage {
  const { from, to } = line.span(index, index + length)
  return { block, from: block + 1 + from, to: block + 1 + to }
}
