import type { JSONContent } from '@tiptap/core'
import type { Token } from 'markdown-it'
import { marksOf } from '../../schema/atomMarks'
import { attributeText } from '../attributeText'
import { excerpt, type ParseProblem } from '../ParseProblem'
import { listNodes } from './listNodes'
import { newNode } from './newNode'
import { readInline } from './readInline'
import { tableProblem } from './tableProblem'

interface OpenNode {
  readonly node: JSONContent
  readonly token: Token | null
}

/** Builds a document from tokens, front to back, without recursion. */
export class BlockReader {
  readonly problems: ParseProblem[] = []
  readonly #root: JSONContent = { type: 'doc', content: [] }
  readonly #open: OpenNode[] = [{ node: this.#root, token: null }]
  readonly #usedLabels: ReadonlySet<string>
  readonly #definedLabels = new Set<string>()

  constructor(
    readonly tokens: readonly Token[],
    readonly lines: readonly string[],
    /** How many lines of the page stood before the first of `lines`. */
    readonly firstLine: number,
  ) {
    this.#usedLabels = usedLabels(tokens)
  }

  read(): JSONContent {
    for (let index = 0; index < this.tokens.length; index++) {
      const token = this.tokens[index]!
      const problem = token.type === 'table_open' ? tableProblem(this.tokens, index, this.lines) : null
      if (problem) {
        this.#raw(this.#source(token), token, problem.why)
        index = problem.closeIndex
        continue
      }
      this.#take(token)
    }
    if (this.#root.content?.length === 0) this.#root.content.push({ type: 'paragraph' })
    return this.#root
  }

  #take(token: Token): void {
    if (token.type.endsWith('_open')) return this.#openNode(token)
    if (token.type.endsWith('_close')) return this.#closeNode(token)
    switch (token.type) {
      case 'inline':
        return this.#inline(token)
      case 'fence':
      case 'code_block':
        return this.#add(codeBlock(token))
      case 'hr':
        return this.#add({ type: 'horizontalRule' })
      case 'math_block':
        return this.#add({ type: 'mathBlock', attrs: { latex: token.content } })
      case 'comment_block':
        return this.#add({ type: 'commentBlock', attrs: { text: token.content } })
      case 'html_block':
        return this.#add({ type: 'rawBlock', attrs: { text: token.content.replace(/^[ \t]+/, '').replace(/\n$/, '') } })
      case 'reference_definition':
        return this.#definition(token)
      default:
        return this.#raw(token.content, token, attributeText(token.meta?.['why']) || 'not understood')
    }
  }

  #openNode(token: Token): void {
    const node = newNode(token)
    if (!node) return
    // Only loose lists show the paragraphs of their items.
    const item = this.#open.at(-1)?.node
    const list = this.#open.at(-2)?.node
    if (node.type === 'paragraph' && !token.hidden && item?.type === 'listItem' && list) {
      list.attrs = { ...list.attrs, loose: true }
    }
    this.#open.push({ node, token })
  }

  #closeNode(token: Token): void {
    if (transparent.has(token.type.replace(/_close$/, ''))) return
    const { node, token: opener } = this.#open.pop() ?? {}
    if (!node || !opener) return
    if (node.type === 'paragraph' && !node.content) return
    if (token.type === 'paragraph_close' && isEmbedAlone(node) && !this.#isTaskText()) {
      return this.#add(asPageEmbed(node))
    }
    if (needsContent.has(node.type ?? '') && node.content?.length === 0) node.content.push({ type: 'paragraph' })
    if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') {
      return listNodes(node).forEach((list) => this.#add(list))
    }
    this.#add(node)
  }

  /** Behind the box of a task there is always a paragraph. */
  #isTaskText(): boolean {
    const item = this.#open.at(-1)?.node
    return item?.type === 'listItem' && item.attrs?.['task'] !== null && item.content?.length === 0
  }

  #inline(token: Token): void {
    const parent = this.#open.at(-1)?.node
    if (!parent) return
    const content = readInline(token)
    if (parent.type === 'tableCell' || parent.type === 'tableHeader') {
      parent.content = [content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' }]
    } else if (content.length > 0) {
      parent.content = content
    }
  }

  /** A definition that a link used lives on in that link; any other stays as source. */
  #definition(token: Token): void {
    const label = attributeText(token.meta?.['label'])
    const used = this.#usedLabels.has(label) && !this.#definedLabels.has(label)
    this.#definedLabels.add(label)
    if (used) return
    const source = this.#source(token)
    this.#add({ type: 'rawBlock', attrs: { text: source.slice(source.search(/\[(?!\^)/)) } })
  }

  #raw(text: string, token: Token, why: string): void {
    const line = this.firstLine + (token.map?.[0] ?? 0) + 1
    this.problems.push({ line, what: excerpt(text), why: `kept as source: ${why}` })
    this.#add({ type: 'rawBlock', attrs: { text } })
  }

  #add(node: JSONContent): void {
    this.#open.at(-1)?.node.content?.push(node)
  }

  /** The lines of a block without what its containers put before them. */
  #source(token: Token): string {
    const [start, end] = token.map ?? [0, 0]
    return this.lines
      .slice(start, end)
      .map((line) => line.replace(/^[\s>]+/, ''))
      .join('\n')
  }
}

const transparent = new Set(['thead', 'tbody'])
const needsContent = new Set(['blockquote', 'listItem', 'taskItem', 'footnoteDefinition', 'tableCell', 'tableHeader'])

function codeBlock(token: Token): JSONContent {
  const [, language = '', meta = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(token.info) ?? []
  const text = token.content.replace(/\n$/, '')
  return {
    type: 'codeBlock',
    attrs: { language: language || null, meta: meta || null },
    ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
  }
}

function isEmbedAlone(paragraph: JSONContent): boolean {
  const only = paragraph.content?.length === 1 ? paragraph.content[0] : undefined
  return only?.type === 'pageLink' && only.attrs?.['embed'] === true && marksOf(only).length === 0
}

function asPageEmbed(paragraph: JSONContent): JSONContent {
  const { embed: _embed, ...attrs } = paragraph.content?.[0]?.attrs ?? {}
  return { type: 'pageEmbed', attrs }
}

/** The labels of definitions that links and images of these tokens took their address from. */
function usedLabels(tokens: readonly Token[], labels = new Set<string>()): Set<string> {
  for (const token of tokens) {
    const label = token.type === 'link_open' || token.type === 'image' ? token.meta?.['label'] : undefined
    if (typeof label === 'string') labels.add(label)
    if (token.children) usedLabels(token.children, labels)
  }
  return labels
}
