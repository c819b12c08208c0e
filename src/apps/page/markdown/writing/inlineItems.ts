import type { JSONContent } from '@tiptap/core'
import { marksOf, type MarkJson } from '../../schema/atomMarks'
import { hasMark } from '../reading/markedBlanks'
import { tidyInline } from '../reading/tidyInline'

/** A line's content in the order in which it is written. */
export type InlineItem =
  | { readonly kind: 'open'; readonly mark: MarkJson }
  | { readonly kind: 'close'; readonly mark: MarkJson }
  | { readonly kind: 'text'; readonly text: string; readonly inLink: boolean }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'atom'; readonly node: JSONContent }
  | { readonly kind: 'break'; readonly soft: boolean }

/** Brings the marks of inline content into nesting order, the longest outside. */
export function inlineItems(content: readonly JSONContent[]): InlineItem[] {
  const nodes = withMarkedBreaks(tidyInline(content))
  const runs = runLengths(nodes)
  const items: InlineItem[] = []
  const open: MarkJson[] = []
  nodes.forEach((node, index) => {
    const wanted = delimiters(node)
    const keys = new Set(wanted.map(markKey))
    const firstWrong = open.findIndex((mark) => !keys.has(markKey(mark)))
    if (firstWrong >= 0)
      open
        .splice(firstWrong)
        .reverse()
        .forEach((mark) => items.push({ kind: 'close', mark }))
    const openKeys = new Set(open.map(markKey))
    const length = (mark: MarkJson): number => runs[index]?.get(markKey(mark)) ?? 0
    const missing = wanted.filter((mark) => !openKeys.has(markKey(mark))).sort((a, b) => length(b) - length(a))
    for (const mark of missing) {
      open.push(mark)
      items.push({ kind: 'open', mark })
    }
    items.push(itemOf(node, open))
  })
  open.reverse().forEach((mark) => items.push({ kind: 'close', mark }))
  return items
}

function markKey(mark: MarkJson): string {
  return mark.attrs ? `${mark.type}${JSON.stringify(mark.attrs)}` : mark.type
}

function itemOf(node: JSONContent, open: readonly MarkJson[]): InlineItem {
  if (node.type === 'hardBreak') return { kind: 'break', soft: node.attrs?.['soft'] === true }
  if (node.text === undefined) return { kind: 'atom', node }
  if (hasMark(node, 'code')) return { kind: 'code', text: node.text }
  return { kind: 'text', text: node.text, inLink: open.some((mark) => mark.type === 'link') }
}

/** Marks that are written around their content; code is written by the text itself. */
function delimiters(node: JSONContent): MarkJson[] {
  const marks = node.type === 'hardBreak' ? (node.marks ?? []) : marksOf(node)
  return marks.filter((mark) => mark.type !== 'code')
}

/** A line break between two pieces with a mark is written inside that mark. */
function withMarkedBreaks(nodes: readonly JSONContent[]): JSONContent[] {
  const marks: MarkJson[][] = []
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]!
    marks[index] = node.type === 'hardBreak' ? (marks[index + 1] ?? []) : delimiters(node)
  }
  let before: MarkJson[] = []
  return nodes.map((node, index) => {
    if (node.type !== 'hardBreak') {
      before = delimiters(node)
      return node
    }
    const keys = new Set(before.map(markKey))
    return { ...node, marks: (marks[index] ?? []).filter((mark) => keys.has(markKey(mark))) }
  })
}

/** For each node, over how many nodes from it on each of its marks lasts. */
function runLengths(nodes: readonly JSONContent[]): Map<string, number>[] {
  const runs: Map<string, number>[] = []
  for (let index = nodes.length - 1; index >= 0; index--) {
    const after = runs[index + 1]
    const entries = delimiters(nodes[index]!).map((mark): [string, number] => {
      const key = markKey(mark)
      return [key, (after?.get(key) ?? 0) + 1]
    })
    runs[index] = new Map(entries)
  }
  return runs
}
