import type { TreeChange } from './TreeChange'
import type { VertexTable } from './VertexTable'

/** Tells of everything that a tree holds, as if one batch had brought it. */
export function describeTree(vertices: VertexTable, change: TreeChange): void {
  for (const { id, parentId } of vertices.existing()) {
    change.created.add(id)
    if (parentId !== null) change.children.add(parentId)
  }
  for (const op of vertices.moveOps()) change.ops.push(op)
  for (const op of vertices.propertyOps()) {
    change.ops.push(op)
    change.addProperty(op.targetId, op.key)
  }
}
