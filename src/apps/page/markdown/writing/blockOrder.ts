import type { JSONContent } from '@tiptap/core'
import { attributeText } from '../attributeText'

/** Whether `next` may start on the line after `previous` without being taken for a part of it. */
export function joinsTightly(previous: JSONContent, next: JSONContent): boolean {
  switch (previous.type) {
    case 'heading':
    case 'codeBlock':
    case 'horizontalRule':
    case 'mathBlock':
    case 'commentBlock':
      return true
    case 'rawBlock':
      return endsByItself(previous)
    case 'paragraph':
      return next.type !== 'paragraph' && mayFollowText(next)
    case 'pageEmbed':
      return next.type !== 'paragraph' && next.type !== 'pageEmbed' && mayFollowText(next)
    default:
      if (next.type === 'paragraph' || next.type === 'pageEmbed') return !endsWithText(previous)
      return kind(next) !== kind(previous) && mayFollowText(next)
  }
}

/** Callouts are quotes and all lists are lists: side by side they would flow into each other. */
function kind(node: JSONContent): string {
  if (node.type === 'callout') return 'blockquote'
  return node.type?.endsWith('List') ? 'list' : (node.type ?? '')
}

/** Whether a line of text right behind `node` would go on with its last paragraph. */
function endsWithText(node: JSONContent): boolean {
  const last = node.content?.at(-1)
  switch (node.type) {
    case 'paragraph':
      return (node.content?.length ?? 0) > 0
    case 'rawBlock':
      return !endsByItself(node)
    case 'heading':
    case 'codeBlock':
    case 'horizontalRule':
    case 'mathBlock':
    case 'commentBlock':
      return false
    case 'calloutTitle':
    case 'pageEmbed':
    case 'table':
      return true
    default:
      return last !== undefined && endsWithText(last)
  }
}

/** Whether a line of text is over where `node` starts. */
export function mayFollowText(node: JSONContent): boolean {
  switch (node.type) {
    case 'orderedList':
      return node.attrs?.['start'] === 1 && startsWithText(node)
    case 'taskList':
      return typeof node.attrs?.['start'] !== 'number' || node.attrs['start'] === 1
    case 'bulletList':
      return startsWithText(node)
    case 'rawBlock':
      return !/^\[/.test(attributeText(node.attrs?.['text']))
    default:
      return true
  }
}

/** An empty first item cannot end a paragraph: its mark would underline it. */
function startsWithText(list: JSONContent): boolean {
  const first = list.content?.[0]?.content?.[0]
  return first !== undefined && !(first.type === 'paragraph' && !first.content?.length)
}

/** Comments, scripts, definitions and the like end by themselves, other HTML at a blank line. */
function endsByItself(raw: JSONContent): boolean {
  return /^\s*(?:\[|<(?:script|pre|style|textarea|!|\?))/i.test(attributeText(raw.attrs?.['text']))
}
