import type { JSONContent } from '@tiptap/core'

/** How the items of a list are marked; `number` is the next item's, null for bullets. */
export interface ListStyle {
  readonly delimiter: '-' | '*' | '.' | ')'
  readonly number: number | null
  /** The list goes on with the items of the one before it: both come from one Markdown list. */
  readonly continues: boolean
}

interface PreviousList {
  readonly node: JSONContent
  readonly style: ListStyle
}

export function isList(node: JSONContent): boolean {
  return node.type === 'bulletList' || node.type === 'orderedList' || node.type === 'taskList'
}

/** Two lists side by side need different marks, unless they are the task part and the other part of one list. */
export function listStyle(node: JSONContent, previous: PreviousList | null): ListStyle {
  const number = firstNumber(node)
  const usual = number === null ? '-' : '.'
  if (!previous || (firstNumber(previous.node) === null) !== (number === null)) {
    return { delimiter: usual, number, continues: false }
  }
  const isNext = number === null || number === (previous.style.number ?? 0) + (previous.node.content?.length ?? 0)
  const isOtherKind = (node.type === 'taskList') !== (previous.node.type === 'taskList')
  const sameLook = (node.attrs?.['loose'] === true) === (previous.node.attrs?.['loose'] === true)
  if (isNext && isOtherKind && sameLook) return { delimiter: previous.style.delimiter, number, continues: true }
  const other = number === null ? '*' : ')'
  return { delimiter: previous.style.delimiter === usual ? other : usual, number, continues: false }
}

/** The mark of item `index`, with the blank after it. */
export function itemMarker(style: ListStyle, index: number): string {
  return style.number === null ? `${style.delimiter} ` : `${style.number + index}${style.delimiter} `
}

/** The box of a task, with the blank after it; empty for other items. */
export function taskBox(item: JSONContent): string {
  if (item.type !== 'taskItem') return ''
  const status: unknown = item.attrs?.['status']
  if (item.attrs?.['checked'] === true) return '[x] '
  return typeof status === 'string' && /^[^\s\]]$/u.test(status) ? `[${status}] ` : '[ ] '
}

function firstNumber(node: JSONContent): number | null {
  const start: unknown = node.attrs?.['start']
  if (typeof start === 'number' && start >= 0 && start < 1e9 && node.type !== 'bulletList') return Math.floor(start)
  return node.type === 'orderedList' ? 1 : null
}
