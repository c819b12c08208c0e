import type { TreeRows } from '../../tree/TreeRows'
import { compareOpIds, isEditText, isMoveVertex, type SetVertexProperty, type VertexId } from '../../tree/ops'
import { SHOWN_KEYS, type OutlineNodes } from './Outline'

const SHOWN = new Set(SHOWN_KEYS)

/**
 * Fills an empty or stale table from a tree that is right. False while a move waits for a vertex that the tree does not have:
 * the table is right now, and only for now, for whatever is merged next may let that move happen. Cost: the tree.
 */
export function rebuildOutline(store: OutlineNodes, rows: TreeRows): boolean {
  store.clear()
  for (const id of rows.topDown()) putVertex(store, rows, id)
  const last = rows.lastMove()
  if (last) store.putLastMove(last)
  return putWaiting(store, rows)
}

/** Puts one vertex right, whatever the table says of it; its parent was put right before. */
export function putVertex(store: OutlineNodes, rows: TreeRows, id: VertexId): void {
  const parentId = rows.parentOf(id)
  if (parentId === undefined) return
  if (store.parentOf(id) !== parentId) store.putNode(id, parentId)
  for (const op of rows.lastWrites(id)) putNewer(store, op)
}

/** What waits for a vertex that the tree does not have: the last step. False: see `rebuildOutline`. */
export function putWaiting(store: OutlineNodes, rows: TreeRows): boolean {
  let isWhole = true
  for (const op of rows.waiting()) {
    if (isMoveVertex(op)) isWhole = false
    else if (!isEditText(op)) putNewer(store, op)
  }
  return isWhole
}

function putNewer(store: OutlineNodes, op: SetVertexProperty): void {
  if (!SHOWN.has(op.key)) return
  const writer = store.propertyWriter(op.targetId, op.key)
  if (writer && compareOpIds(writer, op.id) === 0) return
  store.putProperty(op.targetId, op.key, op.value, op.id)
}
