import { attributeText } from '../attributeText'
import type { InlineItem } from './inlineItems'

// Beyond this, dollars are escaped without looking: the pattern costs the square of a line in the worst case.
const LIMIT_CHARS = 4000

/** Whether the dollars in the text of a block would be read as math if they stood there unescaped. */
export function meansMath(items: readonly InlineItem[]): boolean {
  const source = items.map(rawText).join('')
  const first = source.indexOf('$')
  if (first === -1 || source.indexOf('$', first + 1) === -1) return false
  return source.length > LIMIT_CHARS || /\$\$|\$[^\s$][^\n]*?\$/.test(source)
}

function rawText(item: InlineItem): string {
  switch (item.kind) {
    case 'text':
    case 'code':
      return item.text
    case 'break':
      return '\n'
    case 'atom':
      if (item.node.type === 'mathInline') return `$${attributeText(item.node.attrs?.['latex'])}$`
      return Object.values(item.node.attrs ?? {}).join(' ')
    default:
      return item.mark.type === 'link' ? Object.values(item.mark.attrs ?? {}).join(' ') : ''
  }
}
