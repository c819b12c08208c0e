import type { MoveVertex, SetVertexProperty } from './ops'
import type { TreeState } from './TreeState'
import { NONE } from './VertexPlaces'

/** One move of the log as the op it came as. */
export function moveOpAt({ ids, peerIds, log }: TreeState, index: number): MoveVertex {
  const { counter, peer, target, parent } = log.at(index)
  const parentId = parent === NONE ? null : ids.at(parent)
  return { id: { counter, peerId: peerIds.at(peer) }, targetId: ids.at(target), parentId }
}

/** The winning write of every vertex and key, also where it removed the property. */
export function* propertyOps(state: TreeState): Iterable<SetVertexProperty> {
  for (let vertex = 0; vertex < state.ids.count; vertex++) yield* writesOf(state, vertex)
}

/** The same of one vertex, by when their keys came. */
export function writesOf({ ids, keyNames, properties }: TreeState, vertex: number): SetVertexProperty[] {
  const targetId = ids.at(vertex)
  return properties.writesOf(vertex).map((write) => {
    const { key, value } = write
    return { id: properties.idOf(write), targetId, key: keyNames.at(key), value, transient: false }
  })
}
