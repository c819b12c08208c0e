import type { JSONContent } from '@tiptap/core'
import type * as Y from 'yjs'

const PARAGRAPHS = 5_000
const LETTERS = 400
const SENTENCE = 'There is a lot to say on this page, and it goes on. '

/** Two megabytes of text in paragraphs. */
export function longPage(): JSONContent {
  const text = SENTENCE.repeat(Math.ceil(LETTERS / SENTENCE.length)).slice(0, LETTERS)
  return {
    type: 'doc',
    content: Array.from({ length: PARAGRAPHS }, () => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  }
}

/** One letter, somewhere behind the first paragraph: what somebody else types. */
export function typeElsewhere(body: Y.XmlFragment, edit: number): void {
  const paragraph = body.get(1 + ((edit * 37) % (PARAGRAPHS - 1))) as Y.XmlElement
  const text = paragraph.get(0) as Y.XmlText
  text.insert(edit % LETTERS, 'y')
}
