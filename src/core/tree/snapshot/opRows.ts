import type { JsonValue } from 'reptree'
import { isEditText, isMoveVertex, type EditText, type TreeOp } from '../ops'
import { badSnapshot } from './badSnapshot'
import type { PartReader } from './PartReader'

const kinds = { move: 0, set: 1, remove: 2, text: 3 } as const

/** Ops one by one, for the few that are in no column: `[kind, counter, peer id, target, parent or key, value or update]`. */
export function encodeOps(ops: Iterable<TreeOp>): unknown[] {
  return Array.from(ops, (op) => {
    const { counter, peerId } = op.id
    if (isMoveVertex(op)) return [kinds.move, counter, peerId, op.targetId, op.parentId]
    if (isEditText(op)) return [kinds.text, counter, peerId, op.targetId, op.key, op.update]
    if (op.value === undefined) return [kinds.remove, counter, peerId, op.targetId, op.key]
    return [kinds.set, counter, peerId, op.targetId, op.key, op.value]
  })
}

export function decodeOps(part: PartReader): TreeOp[] {
  const ops: TreeOp[] = []
  while (!part.isAtEnd) {
    const row = part.part()
    const kind = row.count()
    const id = { counter: row.count(), peerId: row.text() }
    const targetId = row.text()
    if (kind === kinds.move) {
      const parentId = row.next()
      if (parentId !== null && typeof parentId !== 'string') throw badSnapshot('a parent is missing')
      ops.push({ id, targetId, parentId })
      continue
    }
    const key = row.text()
    if (kind === kinds.text) ops.push({ id, targetId, key, update: row.bytes() })
    else if (kind === kinds.remove) ops.push({ id, targetId, key, value: undefined, transient: false })
    else if (kind === kinds.set) ops.push({ id, targetId, key, value: row.next() as JsonValue, transient: false })
    else throw badSnapshot('an unknown kind of op')
  }
  return ops
}

/** The same, all of them edits of one text. */
export function decodeEdits(part: PartReader): EditText[] {
  return decodeOps(part).map((op) => {
    if (!isEditText(op)) throw badSnapshot('an op that edits no text')
    return op
  })
}
