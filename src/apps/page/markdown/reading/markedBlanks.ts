import type { JSONContent } from '@tiptap/core'
import { marksOf, type MarkJson } from '../../schema/atomMarks'

const flanked = new Set(['bold', 'italic', 'strike', 'highlight'])

/** Markdown cannot start or end `**` at a blank: there, blanks and line ends keep only marks of both neighbours. */
export function withoutMarkedBlanks(nodes: readonly JSONContent[]): JSONContent[] {
  const pieces = nodes.flatMap(splitBlanks)
  const solidAfter = lastSolids([...pieces].reverse()).reverse()
  const solidBefore = lastSolids(pieces)
  return pieces.map((piece, index) => {
    if (!isBlank(piece) || !piece.marks) return piece
    const before = solidBefore[index]
    const after = solidAfter[index]
    const marks = piece.marks.filter(
      (mark) => !flanked.has(mark.type) || (hasSame(before, mark) && hasSame(after, mark)),
    )
    return { ...piece, marks }
  })
}

function splitBlanks(node: JSONContent): JSONContent[] {
  if (node.text === undefined || hasMark(node, 'code') || !node.marks?.some((mark) => flanked.has(mark.type)))
    return [node]
  const core = node.text.trim()
  if (core === '' || core === node.text) return [node]
  const start = node.text.indexOf(core)
  const parts = [node.text.slice(0, start), core, node.text.slice(start + core.length)]
  return parts.filter((text) => text !== '').map((text) => ({ ...node, text }))
}

/** For each piece, the last one up to it that is not blank. */
function lastSolids(pieces: readonly JSONContent[]): (JSONContent | undefined)[] {
  let last: JSONContent | undefined
  return pieces.map((piece) => (last = isBlank(piece) ? last : piece))
}

function isBlank(node: JSONContent): boolean {
  return node.type === 'hardBreak' || (node.text !== undefined && !hasMark(node, 'code') && node.text.trim() === '')
}

export function hasMark(node: JSONContent, type: string): boolean {
  return node.marks?.some((mark) => mark.type === type) ?? false
}

function hasSame(node: JSONContent | undefined, mark: MarkJson): boolean {
  return node !== undefined && marksOf(node).some((candidate) => candidate.type === mark.type)
}
