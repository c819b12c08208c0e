import type { TreePlan, TreeTask } from '../TreeTask'
import type { TreeReplica, TreeSystem } from '../TreeSystem'
import { placesOf } from '../readTree'

/** Children under the root, made in one transaction and read back in their order. */
export function fillTask(system: TreeSystem, { size }: TreePlan): TreeTask {
  const parents = new Array<number>(size).fill(0)
  let replica: TreeReplica
  let read = 0
  return {
    prepare() {
      replica = system.create()
    },
    run() {
      replica.grow(parents)
      read = replica.children(replica.root()).length
    },
    check() {
      const places = placesOf(replica, size + 1)
      if (read !== size || places.subarray(1).some((parent) => parent !== 0))
        throw new Error('not all children are there')
      return ''
    },
    end: () => replica.close(),
  }
}
