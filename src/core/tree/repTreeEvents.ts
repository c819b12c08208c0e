import type { VertexChangeEvent, VertexPropertyChangeEvent, VertexMoveEvent } from 'reptree'
import type { VertexId } from './ops'
import type { TreeChange } from './TreeChange'
import type { VertexTable } from './VertexTable'

/** A change as the events RepTree would report for one vertex: move, children, properties. */
export function vertexEvents(vertices: VertexTable, change: TreeChange, vertexId: VertexId): VertexChangeEvent[] {
  const events: VertexChangeEvent[] = []
  const moved = change.moved.get(vertexId)
  if (moved || change.created.has(vertexId)) {
    const event = { type: 'move', vertexId, oldParentId: moved?.from, newParentId: vertices.parentId(vertexId) ?? null }
    events.push(event as VertexMoveEvent)
  }
  if (childrenChanged(vertices, change, vertexId)) events.push({ type: 'children', vertexId })
  for (const key of change.properties.get(vertexId) ?? []) {
    const event: VertexPropertyChangeEvent = {
      type: 'property',
      vertexId,
      key,
      value: vertices.property(vertexId, key),
    }
    events.push(event)
  }
  return events
}

/** RepTree also counts a changed property of a child. */
function childrenChanged(vertices: VertexTable, change: TreeChange, vertexId: VertexId): boolean {
  if (change.children.has(vertexId)) return true
  for (const id of change.properties.keys()) if (vertices.parentId(id) === vertexId) return true
  return false
}
