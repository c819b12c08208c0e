import type { JSONContent } from '@tiptap/core'
import { attributeText } from '../attributeText'
import { joinsTightly, mayFollowText } from './blockOrder'
import { writeInline } from './InlineWriter'
import type { LinkNames } from './LinkNames'
import { isList, itemMarker, listStyle, taskBox, type ListStyle } from './writeList'
import { writeAtom } from './writeAtom'
import { writeTable } from './writeTable'

interface BlockPlace {
  /** Blocks follow each other without blank lines, as in the items of a tight list. */
  readonly tight: boolean
  /** Right behind a list mark, where `---` would swallow it. */
  readonly inItem: boolean
  /** The first line of the page, where `---` would open front matter. */
  readonly atPageStart: boolean
}

/** Writes blocks as lines without line ends. */
export class BlockWriter {
  constructor(readonly names: LinkNames) {}

  page(doc: JSONContent, hasFrontMatter: boolean): string[] {
    return this.#blocks(doc.content ?? [], { tight: false, inItem: false, atPageStart: !hasFrontMatter })
  }

  #blocks(nodes: readonly JSONContent[], place: BlockPlace): string[] {
    const lines: string[] = []
    let previous: { node: JSONContent; style: ListStyle } | null = null
    for (const node of nodes) {
      // Markdown has no empty paragraph.
      if (isEmptyParagraph(node)) continue
      const style: ListStyle = listStyle(node, previous && isList(previous.node) ? previous : null)
      if (previous) {
        const isTight: boolean =
          isList(node) && style.continues
            ? node.attrs?.['loose'] !== true
            : place.tight && joinsTightly(previous.node, node)
        if (!isTight) lines.push('')
      }
      const isFirst: boolean = previous === null
      const rule = place.inItem && isFirst ? '___' : (place.atPageStart && isFirst) || place.tight ? '***' : '---'
      append(lines, this.#block(node, style, rule))
      previous = { node, style }
    }
    return lines
  }

  #block(node: JSONContent, style: ListStyle, rule: string): string[] {
    const children = node.content ?? []
    switch (node.type) {
      case 'paragraph':
        return this.#inline(children).split('\n')
      case 'heading':
        return [this.#heading(node)]
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return this.#list(node, style)
      case 'blockquote':
        return quoted(this.#blocks(children, inContainer))
      case 'callout':
        return this.#callout(node)
      case 'codeBlock':
        return codeBlock(node)
      case 'table':
        return writeTable(node, this.names)
      case 'horizontalRule':
        return [rule]
      case 'footnoteDefinition':
        return indented(`[^${attributeText(node.attrs?.['label'])}]: `, 4, this.#blocks(children, inContainer))
      case 'mathBlock':
        return `$$${attributeText(node.attrs?.['latex'])}$$`.split('\n')
      case 'commentBlock':
        return `%%${attributeText(node.attrs?.['text'])}%%`.split('\n')
      case 'pageEmbed':
        return [writeAtom(node, this.names)]
      default:
        return attributeText(node.attrs?.['text']).split('\n')
    }
  }

  #heading(node: JSONContent): string {
    const text = writeInline(node.content ?? [], { names: this.names, oneLine: true, atLineStart: false })
    const marks = '#'.repeat(Number(node.attrs?.['level'] ?? 1))
    // A closing run of # belongs to the heading's own syntax.
    return text === '' ? marks : `${marks} ${text.replace(/(^|\s)(#+)$/, '$1\\$2')}`
  }

  #list(list: JSONContent, style: ListStyle): string[] {
    const tight = list.attrs?.['loose'] !== true
    const lines: string[] = []
    ;(list.content ?? []).forEach((item, index) => {
      if (index > 0 && !tight) lines.push('')
      const marker = itemMarker(style, index)
      append(lines, indented(marker, marker.length, this.#item(item, tight)))
    })
    return lines
  }

  #item(item: JSONContent, tight: boolean): string[] {
    const box = taskBox(item)
    const lines = this.#blocks(item.content ?? [], { tight, inItem: true, atPageStart: false })
    if (box === '') return lines
    const startsWithText = item.content?.[0]?.type === 'paragraph' && !isEmptyParagraph(item.content[0])
    if (startsWithText) return [box + (lines[0] ?? ''), ...lines.slice(1)]
    return [box.trimEnd(), ...(tight || lines.length === 0 ? [] : ['']), ...lines]
  }

  #callout(callout: JSONContent): string[] {
    const { type, meta, collapsed } = callout.attrs ?? {}
    const sign = collapsed === 'open' ? '+' : collapsed === 'closed' ? '-' : ''
    const [title, ...body] = callout.content ?? []
    const text = writeInline(title?.content ?? [], { names: this.names, oneLine: true, atLineStart: false })
    const name =
      String(type ?? 'note')
        .replace(/[\][|\n]/g, ' ')
        .trim() || 'note'
    const opening = `[!${name}${typeof meta === 'string' ? `|${meta}` : ''}]${sign}${text === '' ? '' : ` ${text}`}`
    const first = body.find((node) => !isEmptyParagraph(node))
    // A rule right below the title would underline it.
    const gap = first && (first.type === 'horizontalRule' || !mayFollowText(first)) ? [''] : []
    return quoted([opening, ...gap, ...this.#blocks(body, inContainer)])
  }

  #inline(content: readonly JSONContent[]): string {
    return writeInline(content, { names: this.names, oneLine: false, atLineStart: true })
  }
}

const inContainer: BlockPlace = { tight: false, inItem: false, atPageStart: false }

function isEmptyParagraph(node: JSONContent): boolean {
  return node.type === 'paragraph' && !node.content?.length
}

function codeBlock(node: JSONContent): string[] {
  const text = (node.content ?? []).map((child) => child.text ?? '').join('')
  const info = [node.attrs?.['language'], node.attrs?.['meta']].filter((part) => typeof part === 'string').join(' ')
  const mark = info.includes('`') ? '~' : '`'
  const runs = text.match(mark === '`' ? /^\s*`{3,}/gm : /^\s*~{3,}/gm) ?? []
  const fence = mark.repeat(Math.max(2, ...runs.map((run) => run.trim().length)) + 1)
  return [fence + info.replace(/\n/g, ' '), ...(text === '' ? [] : text.split('\n')), fence]
}

function quoted(lines: readonly string[]): string[] {
  return lines.length === 0 ? ['>'] : lines.map((line) => (line === '' ? '>' : `> ${line}`))
}

function indented(marker: string, width: number, lines: readonly string[]): string[] {
  const indent = ' '.repeat(width)
  const [first = '', ...rest] = lines
  return [first === '' ? marker.trimEnd() : marker + first, ...rest.map((line) => (line === '' ? '' : indent + line))]
}

function append(lines: string[], more: readonly string[]): void {
  // Spreading a hundred thousand lines into `push` overflows the stack.
  for (const line of more) lines.push(line)
}
