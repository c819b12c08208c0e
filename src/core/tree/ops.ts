import type { JsonValue } from 'reptree'

/** Names a tree of a space: the space tree itself (its id is the space's id) or an app tree. 32 hex digits. */
export type TreeId = string
/** Names a replica for one process life: exactly 20 decimal digits, so that every locale orders it alike (SPEC TR3). */
export type PeerId = string
export type VertexId = string

/** Lamport time and author: unique per tree, and the order in which RepTree decides. */
export interface OpId {
  readonly counter: number
  readonly peerId: PeerId
}

/** Puts a vertex under a parent; the first one of a vertex creates it. `parentId` null only for roots. */
export interface MoveVertex {
  readonly id: OpId
  readonly targetId: VertexId
  readonly parentId: VertexId | null
}

/** Last writer wins, per vertex and key. A missing `value` removes the property. */
export interface SetVertexProperty {
  readonly id: OpId
  readonly targetId: VertexId
  readonly key: string
  readonly value: JsonValue | undefined
  readonly transient: false
}

/** One Yjs update (format v1) of the text that hangs on a vertex under `key`; updates commute. */
export interface EditText {
  readonly id: OpId
  readonly targetId: VertexId
  readonly key: string
  readonly update: Uint8Array
}

/** One immutable change of a tree. */
export type TreeOp = MoveVertex | SetVertexProperty | EditText

export function isMoveVertex(op: TreeOp): op is MoveVertex {
  return 'parentId' in op
}

export function isEditText(op: TreeOp): op is EditText {
  return 'update' in op
}

/** RepTree's order. Plain comparison is enough: peer ids are digits of one length. */
export function compareOpIds(a: OpId, b: OpId): number {
  if (a.counter !== b.counter) return a.counter - b.counter
  return a.peerId < b.peerId ? -1 : a.peerId > b.peerId ? 1 : 0
}
