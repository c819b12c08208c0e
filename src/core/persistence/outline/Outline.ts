import type { JsonValue } from 'reptree'
import { compareOpIds, isEditText, isMoveVertex, type OpId, type TreeOp, type VertexId } from '../../tree/ops'

/** One vertex of the space tree as the node table keeps it: where it is, and its properties that lists show. */
export interface OutlineRow {
  readonly id: VertexId
  readonly parentId: VertexId | null
  readonly properties: Readonly<Record<string, JsonValue>>
  readonly hasChildren: boolean
}

/** The nodes that changes are applied to. All calls are synchronous. */
export interface OutlineNodes {
  hasNode(id: VertexId): boolean
  parentOf(id: VertexId): VertexId | null | undefined
  putNode(id: VertexId, parentId: VertexId | null): void
  /** Who wrote the property last; also for removed ones. */
  propertyWriter(id: VertexId, key: string): OpId | undefined
  /** Undefined removes the value and keeps its writer. */
  putProperty(id: VertexId, key: string, value: JsonValue | undefined, writer: OpId): void
  lastMove(): OpId | undefined
  putLastMove(id: OpId): void
  clear(): void
}

/** Where a node table lives. */
export interface OutlineStore extends OutlineNodes {
  rows(parentId: VertexId | null): OutlineRow[]
}

/** What lists show; the rest (links, import sources) is only in the tree. Stores number them by their place: add at the end. */
export const SHOWN_KEYS: readonly string[] = [
  'kind',
  'name',
  'icon',
  'color',
  'order',
  'appId',
  'treeId',
  'hash',
  'sizeBytes',
  'mimeType',
  'trashedFrom',
  '_c',
]
const SHOWN = new Set(SHOWN_KEYS)

/**
 * Keeps the node table in step with the space tree's log, so that the first screen of any space is one indexed read.
 * Ops that come in order (nearly all) are applied, and so are vertices made elsewhere that come late: nothing was put into
 * them yet, so no other move can have depended on where they are. Any other move that belongs before one already applied,
 * or whose parent is not there yet, would need RepTree's undo and redo: the table must then be built anew by `SpaceTree`
 * before it is read. Returns how many ops were taken: all of them, or those before the first such move.
 */
export function applyToOutline(store: OutlineNodes, ops: readonly TreeOp[]): number {
  for (const [taken, op] of ops.entries()) {
    if (isEditText(op)) continue
    if (isMoveVertex(op)) {
      const last = store.lastMove()
      const isLate = last !== undefined && compareOpIds(op.id, last) < 0
      const parentMissing = op.parentId !== null && !store.hasNode(op.parentId)
      const isNew = !store.hasNode(op.targetId)
      if (parentMissing || (isLate && !isNew)) return taken
      // Nothing lies below what is new.
      const isCircle = op.parentId === op.targetId || (!isNew && isSelfOrBelow(store, op.parentId, op.targetId))
      if (!isCircle) store.putNode(op.targetId, op.parentId)
      if (!isLate) store.putLastMove(op.id)
    } else if (SHOWN.has(op.key)) {
      const writer = store.propertyWriter(op.targetId, op.key)
      if (!writer || compareOpIds(op.id, writer) > 0) store.putProperty(op.targetId, op.key, op.value, op.id)
    }
  }
  return ops.length
}

/** RepTree's cycle check. */
function isSelfOrBelow(store: OutlineNodes, id: VertexId | null, ancestorId: VertexId): boolean {
  for (let at: VertexId | null | undefined = id; typeof at === 'string'; at = store.parentOf(at)) {
    if (at === ancestorId) return true
  }
  return false
}
