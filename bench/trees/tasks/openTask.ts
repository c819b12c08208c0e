import { randomParents } from '../randomTree'
import { placesOf, readPaths } from '../readTree'
import { StoredTree } from '../StoredTree'
import type { TreePlan, TreeTask } from '../TreeTask'
import type { TreeReplica, TreeSystem } from '../TreeSystem'

const PATHS = 10

/** From a tree on disk, closed, to one whose vertices can be read. */
export async function openTask(system: TreeSystem, { size }: TreePlan): Promise<TreeTask> {
  const parents = randomParents(size)
  const stored = new StoredTree(system)
  const made = system.create()
  made.grow(parents)
  await stored.store(made)
  let replica: TreeReplica
  return {
    prepare: () => undefined,
    async run() {
      replica = await stored.open()
      if (readPaths(replica, PATHS) < PATHS) throw new Error('not readable')
    },
    check() {
      const places = placesOf(replica, size)
      if (parents.some((parent, index) => places[index + 1] !== parent)) throw new Error('not the tree that was stored')
      return ''
    },
    end: () => replica.close(),
    bytes: stored.bytes,
    remove: () => stored.remove(),
  }
}
