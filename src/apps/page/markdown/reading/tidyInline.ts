import type { JSONContent } from '@tiptap/core'
import { hasMark, withoutMarkedBlanks } from './markedBlanks'

/**
 * Inline content in the one form that Markdown can say: no line ends in text, no blanks and no soft breaks at the
 * edges of a line, no marks that start or end at a blank, neighbours with the same marks joined.
 */
export function tidyInline(nodes: readonly JSONContent[]): JSONContent[] {
  return joinText(withoutMarkedBlanks(withoutEdges(joinText(nodes))))
}

function withoutEdges(joined: readonly JSONContent[]): JSONContent[] {
  const result: JSONContent[] = []
  joined.forEach((node, index) => {
    const startsLine = result.length === 0 || isBreak(result.at(-1))
    if (isSoftBreak(node)) {
      if (!startsLine) result.push(node)
      return
    }
    if (node.text === undefined || hasMark(node, 'code')) {
      result.push(node)
      return
    }
    const next = joined[index + 1]
    const text = trimAtEdges(node.text, startsLine, !next || isBreak(next))
    if (text !== '') result.push({ ...node, text })
  })
  while (isSoftBreak(result.at(-1))) result.pop()
  return result
}

function joinText(nodes: readonly JSONContent[]): JSONContent[] {
  const result: JSONContent[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.text === undefined) {
      result.push(node)
    } else if (last?.text !== undefined && sameMarks(last, node)) {
      last.text += hasMark(node, 'code') ? node.text : oneLine(node.text)
    } else {
      result.push({ ...node, text: hasMark(node, 'code') ? node.text : oneLine(node.text) })
    }
  }
  return result
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\f\v]+/g, ' ')
}

function trimAtEdges(text: string, atStart: boolean, atEnd: boolean): string {
  const start = atStart ? text.replace(/^[ \t]+/, '') : text
  return atEnd ? trimEnd(start) : start
}

// A pattern that ends in `+$` is quadratic on a long run of blanks that is not at the end.
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1
  return text.slice(0, end)
}

function sameMarks(a: JSONContent, b: JSONContent): boolean {
  if (a.marks === b.marks) return true
  return JSON.stringify(a.marks ?? []) === JSON.stringify(b.marks ?? [])
}

function isBreak(node: JSONContent | undefined): boolean {
  return node?.type === 'hardBreak'
}

function isSoftBreak(node: JSONContent | undefined): boolean {
  return node?.type === 'hardBreak' && node.attrs?.['soft'] === true
}
