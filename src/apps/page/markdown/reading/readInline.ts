import type { JSONContent } from '@tiptap/core'
import type { Token } from 'markdown-it'
import { withMarks } from '../../schema/atomMarks'
import { attributeText, optionalText } from '../attributeText'
import { innerPath, splitAnchor } from '../LinkPath'
import { linkDestination } from '../writing/linkDestination'
import { pictureLabel, wikiLinkNode } from '../wikiLink'
import { MarkStack, type SimpleMark } from './MarkStack'
import { tidyInline } from './tidyInline'

const markByTokenStem: Readonly<Record<string, SimpleMark>> = {
  strong: 'bold',
  em: 'italic',
  s: 'strike',
  mark: 'highlight',
}

/** The inline content of an `inline` token. */
export function readInline(token: Token): JSONContent[] {
  const anchor = token.meta?.['anchor']
  const nodes = new InlineReader(token.children ?? []).read()
  if (typeof anchor !== 'string') return tidyInline(nodes)
  const lineEnd = token.meta?.['anchorBreak']
  const blockAnchor = { type: 'blockAnchor', attrs: { id: anchor } }
  if (lineEnd === null) return [...tidyInline(nodes), blockAnchor]
  return tidyInline([...nodes, { type: 'hardBreak', attrs: { soft: lineEnd === 'soft' } }, blockAnchor])
}

class InlineReader {
  readonly #nodes: JSONContent[] = []
  readonly #marks = new MarkStack()
  readonly #markByTag: ReadonlyMap<Token, SimpleMark>
  #linkStart = 0

  constructor(readonly tokens: readonly Token[]) {
    this.#markByTag = pairedTags(tokens)
  }

  read(): JSONContent[] {
    for (const token of this.tokens) this.#take(token)
    return this.#nodes
  }

  #take(token: Token): void {
    switch (token.type) {
      case 'text':
      case 'text_special':
        return this.#text(token.content)
      case 'code_inline':
        return this.#code(token.content)
      case 'softbreak':
        return this.#push('hardBreak', { soft: true })
      case 'hardbreak':
        return this.#push('hardBreak', { soft: false })
      case 'link_open':
        return this.#openLink(token)
      case 'link_close':
        return this.#closeLink()
      case 'image':
        return this.#image(token)
      case 'html_inline':
        return this.#html(token)
      case 'wiki_link': {
        const node = wikiLinkNode(token.content, token.markup === '![[')
        return this.#push(node.type ?? '', node.attrs ?? {})
      }
      case 'comment_inline':
        return this.#push('commentInline', { text: unindented(token.content) })
      case 'math_inline':
      case 'math_display':
        return this.#push('mathInline', { latex: unindented(token.content), display: token.type === 'math_display' })
      case 'footnote_reference':
        return this.#push('footnoteReference', { label: token.content })
      case 'footnote_inline':
        return this.#push('footnoteInline', { text: unindented(token.content) })
      default:
        return this.#mark(token)
    }
  }

  #mark(token: Token): void {
    const [, stem = '', side] = /^(.*)_(open|close)$/.exec(token.type) ?? []
    const mark = markByTokenStem[stem]
    if (!mark) return this.#text(token.content)
    if (side === 'open') this.#marks.open(mark)
    else this.#marks.close(mark)
  }

  #openLink(token: Token): void {
    const title = token.attrGet('title')
    this.#marks.link = { href: String(token.attrGet('href') ?? ''), title: title === null ? null : oneLine(title) }
    this.#linkStart = this.#nodes.length
  }

  /** A link without anything to click on would vanish: it stays as source. */
  #closeLink(): void {
    const content = this.#nodes.slice(this.#linkStart)
    const link = this.#marks.marks[0]?.attrs
    this.#marks.link = null
    if (content.some((node) => node.text === undefined || node.text.trim() !== '')) return
    this.#nodes.length = this.#linkStart
    this.#push('rawInline', {
      text: `[](${linkDestination(attributeText(link?.['href']), optionalText(link?.['title']))})`,
    })
  }

  #image(token: Token): void {
    const source = String(token.attrGet('src') ?? '')
    const title = token.attrGet('title')
    const parts = oneLine(plainText(token.children ?? [])).split('|')
    const { alt, width, height } =
      parts.length > 1 ? pictureLabel(parts) : { ...pictureLabel([]), alt: parts[0] || null }
    const path = innerPath(source)
    const place = path === null ? { src: source, target: null, anchor: null } : { src: null, ...inner(path) }
    const attrs = { ...place, alt, width, height, title: title === null ? null : oneLine(title), syntax: 'markdown' }
    this.#push('image', attrs)
  }

  #html(token: Token): void {
    if (/^<br\s*\/?>$/i.test(token.content)) return this.#push('hardBreak', { soft: false })
    const mark = this.#markByTag.get(token)
    if (!mark) return this.#push('rawInline', { text: unindented(token.content) })
    if (token.content.startsWith('</')) this.#marks.close(mark)
    else this.#marks.open(mark)
  }

  #text(text: string): void {
    if (text !== '') this.#nodes.push({ type: 'text', text, ...this.#marked() })
  }

  #code(text: string): void {
    const marks = [...this.#marks.marks, { type: 'code' }]
    this.#nodes.push({ type: 'text', text, marks })
  }

  #push(type: string, attrs: Record<string, unknown>): void {
    const node = { type, attrs }
    this.#nodes.push(type === 'hardBreak' ? node : withMarks(node, this.#marks.marks))
  }

  #marked(): Pick<JSONContent, 'marks'> {
    return this.#marks.marks.length > 0 ? { marks: this.#marks.marks } : {}
  }
}

function inner(path: string): { target: string; anchor: string | null } {
  const { path: target, anchor } = splitAnchor(path)
  return { target, anchor }
}

const markByTagName: Readonly<Record<string, SimpleMark>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strike',
  del: 'strike',
  u: 'underline',
  mark: 'highlight',
}

/** The plain `<b>`, `</b>` and the like that belong together; others stay raw. */
function pairedTags(tokens: readonly Token[]): Map<Token, SimpleMark> {
  const paired = new Map<Token, SimpleMark>()
  const open: { readonly name: string; readonly token: Token }[] = []
  for (const token of tokens) {
    const [, slash, tag = ''] = token.type === 'html_inline' ? (/^<(\/?)([a-z]+)>$/i.exec(token.content) ?? []) : []
    const name = tag.toLowerCase()
    const mark = Object.hasOwn(markByTagName, name) ? markByTagName[name] : undefined
    if (!mark) continue
    if (slash === '') {
      open.push({ name, token })
      continue
    }
    const opener = open.at(-1)?.name === name ? open.pop() : undefined
    if (opener) paired.set(opener.token, mark).set(token, mark)
  }
  return paired
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.children ? plainText(token.children) : token.content || (token.tag === 'br' ? ' ' : '')))
    .join('')
}

/** Blanks at the start of a paragraph's lines mean nothing; the writer puts some where a line must not start a block. */
function unindented(text: string): string {
  return text.replace(/\n[ \t]+/g, '\n')
}

function oneLine(text: string | number): string {
  return String(text).replace(/\s*\n\s*/g, ' ')
}
