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
export function* propertyOps({ ids, keyNames, properties }: TreeState): Iterable<SetVertexProperty> {
  for (let index = 0; index < ids.count; index++) {
    const targetId = ids.at(index)
    for (const write of properties.writesOf(index)) {
      const { key, value } = write
      yield { id: properties.idOf(write), targetId, key: keyNames.at(key), value, transient: false }
    }
  }
}
