import type { Transaction } from '@tiptap/pm/state'
import type { Match } from './FoundBlocks'

/**
 * Where a match stands after an edit; undefined: it is gone. What arrives from others can be drawn as whole blocks, which deletes
 * what was in them: then by what is really different.
 */
export function movedMatch({ before, doc, mapping }: Transaction, match: Match): Match | undefined {
  const [from, to] = [mapping.map(match.from, 1), mapping.map(match.to, -1)]
  if (to - from === match.to - match.from) return { ...match, from, to }
  const start = before.content.findDiffStart(doc.content)
  const end = before.content.findDiffEnd(doc.content)
  if (start === null || end === null) return match
  // The same letters at both ends are counted once.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  if (match.to <= start) return match
  const moved = end.b - end.a
  return match.from >= end.a + overlap ? { ...match, from: match.from + moved, to: match.to + moved } : undefined
}
