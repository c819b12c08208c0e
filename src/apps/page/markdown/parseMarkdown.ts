import type { JSONContent } from '@tiptap/core'
import { splitFrontMatter, type FrontMatter } from './frontMatter'
import { tokenize } from './grammar/markdownGrammar'
import { linksOf, type WrittenLink } from './linksOf'
import type { ParseProblem } from './ParseProblem'
import { BlockReader } from './reading/BlockReader'
import { verbatimDoc } from './reading/verbatimDoc'

/** Longer texts are kept line by line as they are: no editor could show them as a page. */
const PARSE_LIMIT_CHARS = 2 * 1024 * 1024

export interface ParsedPage {
  /** A document of the page schema; links are not resolved yet. */
  readonly doc: JSONContent
  readonly frontMatter: FrontMatter | null
  readonly links: readonly WrittenLink[]
  readonly problems: readonly ParseProblem[]
}

/**
 * Reads Markdown as Obsidian writes it. Never throws and never drops text: what it does not understand stays in the
 * document as source and is listed. Cost: linear, about 150 ms per MB.
 */
export function parseMarkdown(source: string): ParsedPage {
  const { text, problems } = cleaned(source)
  const front = splitFrontMatter(text)
  const found = [...problems, ...front.problems]
  if (front.body.length > PARSE_LIMIT_CHARS) {
    const why = `larger than ${PARSE_LIMIT_CHARS / 1024 / 1024} MiB: kept as plain text`
    found.push({ line: 1, what: 'the whole page', why })
    return {
      doc: withUnreadable(verbatimDoc(front.body), front.unreadable),
      frontMatter: front.frontMatter,
      links: [],
      problems: found,
    }
  }
  const reader = new BlockReader(tokenize(front.body), front.body.split('\n'), front.bodyLine)
  const doc = withUnreadable(reader.read(), front.unreadable)
  return { doc, frontMatter: front.frontMatter, links: linksOf(doc), problems: [...found, ...reader.problems] }
}

/** One kind of line end, no byte order mark, and no characters that a text cannot carry. */
function cleaned(source: string): { text: string; problems: ParseProblem[] } {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const at = text.search(unstorable)
  if (at === -1) return { text, problems: [] }
  const line = text.slice(0, at).split('\n').length
  const why = 'characters that are no text were replaced by �'
  return { text: text.replace(new RegExp(unstorable, 'gu'), '\uFFFD'), problems: [{ line, what: 'page text', why }] }
}

const unstorable = /\0|\p{Surrogate}/u

function withUnreadable(doc: JSONContent, unreadable: string | null): JSONContent {
  if (unreadable === null) return doc
  const raw = { type: 'rawBlock', attrs: { text: unreadable } }
  return { ...doc, content: [raw, ...(doc.content ?? [])] }
}
