import type { JSONContent } from '@tiptap/core'
import { writeFrontMatter, type FrontMatter } from './frontMatter'
import { BlockWriter } from './writing/BlockWriter'
import { originalNames, type LinkNames } from './writing/LinkNames'

export interface WriteOptions {
  readonly frontMatter?: FrontMatter | null
  /** What linked entries are called now; without it links keep the text they were written with. */
  readonly names?: LinkNames
}

/**
 * A document of the page schema as Markdown: reading the result again gives the same document (PG2). What Markdown
 * cannot say is left out: empty paragraphs, merged table cells, blanks at the ends of lines.
 */
export function serializeMarkdown(doc: JSONContent, options: WriteOptions = {}): string {
  const front = writeFrontMatter(options.frontMatter ?? null)
  const lines = new BlockWriter(options.names ?? originalNames).page(doc, front !== '')
  return lines.length === 0 ? front : `${front}${lines.join('\n')}\n`
}
