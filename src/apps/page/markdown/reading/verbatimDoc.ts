import type { JSONContent } from '@tiptap/core'

const LINES_PER_BLOCK = 1000
const CHARS_PER_BLOCK = 64 * 1024

/** A text as code blocks of bearable size, every character of it. */
export function verbatimDoc(text: string): JSONContent {
  const content: JSONContent[] = []
  let block: string[] = []
  let size = 0
  const finish = (): void => {
    const code = block.join('\n')
    const text = code === '' ? {} : { content: [{ type: 'text', text: code }] }
    if (block.length > 0) content.push({ type: 'codeBlock', attrs: { language: 'text', meta: null }, ...text })
    block = []
    size = 0
  }
  for (const line of text.split('\n')) {
    if (block.length >= LINES_PER_BLOCK || size + line.length > CHARS_PER_BLOCK) finish()
    block.push(line)
    size += line.length
  }
  finish()
  return { type: 'doc', content }
}
