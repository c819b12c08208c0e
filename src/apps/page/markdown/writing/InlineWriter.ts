import type { JSONContent } from '@tiptap/core'
import { attributeText, optionalText } from '../attributeText'
import { webAddressAt } from '../grammar/markdownGrammar'
import { encodeFirst, isLetter, isPunctuation } from './characters'
import { currentAddress } from './currentAddress'
import { escapeText } from './escapeText'
import { indentBlockStarts } from './indentBlockStarts'
import { inlineItems, type InlineItem } from './inlineItems'
import { linkDestination } from './linkDestination'
import type { LinkNames } from './LinkNames'
import { meansMath } from './meansMath'
import { readsBack } from './readsBack'
import { writeAtom } from './writeAtom'
import { writeCode } from './writeCode'
import { WrittenLine } from './WrittenLine'

type Delimiters = Readonly<Record<string, readonly [string, string]>>

const signs: Delimiters = {
  bold: ['**', '**'],
  italic: ['*', '*'],
  strike: ['~~', '~~'],
  highlight: ['==', '=='],
  underline: ['<u>', '</u>'],
}

const tags: Delimiters = {
  bold: ['<b>', '</b>'],
  italic: ['<i>', '</i>'],
  strike: ['<s>', '</s>'],
  highlight: ['<mark>', '</mark>'],
  underline: ['<u>', '</u>'],
}

export interface InlinePlace {
  readonly names: LinkNames
  /** Headings, table cells and callout titles cannot hold line ends. */
  readonly oneLine: boolean
  /** Whether the content starts where a block could start. */
  readonly atLineStart: boolean
}

/** Writes the content of one block; the result has line ends only where `oneLine` allows. */
export function writeInline(content: readonly JSONContent[], place: InlinePlace): string {
  const items = inlineItems(content)
  const written = new InlineWriter(items, place, signs).write()
  // One mark ending where another starts is where `*`s may be read in more than one way.
  const isRisky = items.some((item, index) => item.kind === 'close' && opensOrTouches(items[index + 1]))
  return isRisky && !readsBack(written, content) ? new InlineWriter(items, place, tags).write() : written
}

function opensOrTouches(item: InlineItem | undefined): boolean {
  return item?.kind === 'open' && item.mark.type !== 'link'
}

class InlineWriter {
  readonly #out = new WrittenLine()
  #encodeNext = false
  readonly #dollarsMeanMath: boolean

  constructor(
    readonly items: readonly InlineItem[],
    readonly place: InlinePlace,
    readonly delimiters: Delimiters,
  ) {
    this.#dollarsMeanMath = meansMath(items)
  }

  write(): string {
    for (let index = 0; index < this.items.length; index++) {
      const item = this.items[index]!
      if (item.kind === 'text') this.#text(item, index)
      else if (item.kind === 'break') this.#break(item.soft, index)
      else if (item.kind === 'code') this.#out.add(writeCode(item.text))
      else if (item.kind === 'atom') this.#atom(item.node)
      else if (item.kind === 'close') this.#close(item, index)
      else if (this.#address(item, index)) index += 2
      else this.#open(item, index)
    }
    return this.#out.text
  }

  #open(item: InlineItem & { kind: 'open' }, index: number): void {
    if (item.mark.type === 'link') {
      this.#out.add('[')
      return
    }
    const [delimiter = ''] = this.delimiters[item.mark.type] ?? []
    const inside = this.#characterAfter(index, delimiter.charAt(0))
    // Emphasis cannot open between a letter and a punctuation mark, but it can after an entity.
    if (!delimiter.startsWith('<') && isPunctuation(inside)) this.#out.encodeLetterBefore(delimiter.charAt(0))
    this.#out.add(delimiter)
  }

  #close(item: InlineItem & { kind: 'close' }, index: number): void {
    if (item.mark.type === 'link') {
      const { href, title, entryId } = (item.mark.attrs ?? {}) as Record<string, unknown>
      const address = currentAddress(attributeText(href), optionalText(entryId), this.place.names)
      this.#out.add(`](${linkDestination(address, optionalText(title))})`)
      return
    }
    const [, delimiter = ''] = this.delimiters[item.mark.type] ?? []
    const inside = this.#out.lastOther(delimiter.charAt(0))
    const outside = this.#characterAfter(index, delimiter.charAt(0))
    this.#encodeNext = !delimiter.startsWith('<') && isPunctuation(inside) && isLetter(outside)
    this.#out.add(delimiter)
  }

  /** A link that shows its own address is written as that address. */
  #address(item: InlineItem & { kind: 'open' }, index: number): boolean {
    const content = this.items[index + 1]
    const closes = this.items[index + 2]
    if (item.mark.type !== 'link' || content?.kind !== 'text' || closes?.kind !== 'close') return false
    if (closes.mark !== item.mark && closes.mark.type !== 'link') return false
    const { href, title, entryId } = (item.mark.attrs ?? {}) as Record<string, unknown>
    const isMail = href === `mailto:${content.text}` && /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/.test(content.text)
    if (
      typeof title === 'string' ||
      typeof entryId === 'string' ||
      typeof href !== 'string' ||
      (href !== content.text && !isMail)
    )
      return false
    if (!isMail && !/^[a-z][a-z0-9+.-]{1,31}:[^\s<>\p{Cc}]*$/iu.test(href)) return false
    const after = this.#lineAfter(index + 3)
    const isBare = !isMail && /(?:^|[\s(])$/.test(this.#out.tail) && /^[),.;]?(?:$|\s)/.test(after)
    this.#out.add(isBare && webAddressAt(href + after) === href ? href : `<${isMail ? content.text : href}>`)
    return true
  }

  /** The next two characters on the line, a stand-in for what is no text. */
  #lineAfter(index: number): string {
    const item = this.items[index]
    if (!item || (item.kind === 'break' && item.soft)) return ''
    if (item.kind !== 'text') return '*'
    return item.text.length > 1 ? item.text.slice(0, 2) : item.text + this.#lineAfter(index + 1).slice(0, 1)
  }

  #text(item: InlineItem & { kind: 'text' }, index: number): void {
    const atLineStart = this.#out.isEmpty ? this.place.atLineStart : this.#out.tail.endsWith('\n')
    const next = this.items[index + 1]
    const escaped = escapeText(item.text, {
      previous: this.#out.tail.slice(-1),
      next: this.#characterAfter(index, ''),
      atLineStart,
      isWholeLine: !next || next.kind === 'break',
      atBlockEnd: !next,
      inLink: item.inLink,
      dollarsMeanMath: this.#dollarsMeanMath,
      escapeBrackets: item.inLink,
    })
    const afterMath = this.#endsWithMath && /^\d/.test(item.text)
    const afterReference = /\[\^[^\]]*\]$/.test(this.#out.tail) && escaped.startsWith(':')
    this.#out.add(this.#encodeNext || afterMath ? encodeFirst(escaped) : afterReference ? `\\${escaped}` : escaped)
    this.#encodeNext = false
  }

  #break(soft: boolean, index: number): void {
    const isLast = index === this.items.length - 1
    if (this.place.oneLine) this.#out.add(soft ? ' ' : '<br>')
    else if (isLast) this.#out.add('<br>')
    else this.#out.add(soft ? '\n' : '\\\n')
  }

  #atom(node: JSONContent): void {
    const source = writeAtom(node, this.place.names)
    const isAnchor = node.type === 'blockAnchor' && !this.#out.isEmpty && !/\s$/.test(this.#out.tail)
    const written = isAnchor ? ` ${source}` : source
    if (this.place.oneLine) this.#out.add(written.replace(/\s*\n\s*/g, ' '))
    else this.#out.add(indentBlockStarts(written, this.#out.tail.endsWith('\n')))
  }

  /** Right behind `$x$`, where a digit would undo it. */
  get #endsWithMath(): boolean {
    return this.#out.tail.endsWith('$') && !this.#out.tail.endsWith('\\$')
  }

  /** The first character after item `index` that is not `same`. */
  #characterAfter(index: number, same: string): string {
    for (let at = index + 1; at < this.items.length; at++) {
      const first = firstCharacter(this.items[at]!, this.place.names, this.delimiters)
      if (first !== '' && first !== same) return first
    }
    return ''
  }
}

function firstCharacter(item: InlineItem, names: LinkNames, delimiters: Delimiters): string {
  switch (item.kind) {
    case 'text':
      return [...item.text.slice(0, 2)][0] ?? ''
    case 'code':
      return '`'
    case 'break':
      return '\n'
    case 'atom':
      return item.node.type === 'blockAnchor' ? ' ' : writeAtom(item.node, names).charAt(0)
    case 'open':
      return item.mark.type === 'link' ? '[' : (delimiters[item.mark.type]?.[0].charAt(0) ?? '')
    case 'close':
      return item.mark.type === 'link' ? ']' : (delimiters[item.mark.type]?.[1].charAt(0) ?? '')
  }
}
