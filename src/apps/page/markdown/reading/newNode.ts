import type { JSONContent } from '@tiptap/core'
import type { Token } from 'markdown-it'

/** The empty node that an opening token stands for; null for those without one of their own. */
export function newNode(token: Token): JSONContent | null {
  const content: JSONContent[] = []
  switch (token.type) {
    case 'paragraph_open':
      return { type: 'paragraph' }
    case 'heading_open':
      return { type: 'heading', attrs: { level: Number(token.tag.slice(1)) } }
    case 'blockquote_open':
      return { type: 'blockquote', content }
    case 'callout_open':
      return { type: 'callout', attrs: { ...token.meta }, content }
    case 'callout_title_open':
      return { type: 'calloutTitle' }
    case 'footnote_open':
      return { type: 'footnoteDefinition', attrs: { ...token.meta }, content }
    case 'bullet_list_open':
      return { type: 'bulletList', content }
    case 'ordered_list_open':
      return { type: 'orderedList', attrs: { start: Number(token.attrGet('start') ?? 1) }, content }
    case 'list_item_open':
      return { type: 'listItem', attrs: { task: token.meta?.['task'] ?? null }, content }
    case 'table_open':
      return { type: 'table', content }
    case 'tr_open':
      return { type: 'tableRow', content }
    case 'th_open':
      return { type: 'tableHeader', attrs: { align: alignment(token) }, content }
    case 'td_open':
      return { type: 'tableCell', attrs: { align: alignment(token) }, content }
    default:
      return null
  }
}

function alignment(token: Token): string | null {
  return /^text-align:(\w+)$/.exec(String(token.attrGet('style') ?? ''))?.[1] ?? null
}
