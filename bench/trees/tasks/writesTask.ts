import { SeededRandom } from '../../../src/core/testing/SeededRandom'
import { randomParents } from '../randomTree'
import { placesOf } from '../readTree'
import { StoredTree } from '../StoredTree'
import type { TreePlan, TreeTask } from '../TreeTask'
import type { TreeReplica, TreeSystem } from '../TreeSystem'
import { NAME, numberOf } from '../vertexNames.mjs'

const KEYS = ['title', 'icon', 'color', 'status', 'due'] as const

/** Single property writes over the vertices of a tree, kept on disk: what they take there, and how fast it opens again. */
export async function writesTask(system: TreeSystem, { size, changes }: TreePlan): Promise<TreeTask> {
  const random = new SeededRandom(4)
  const stored = new StoredTree(system)
  const made = system.create()
  made.grow(randomParents(size))
  const wanted = Array.from({ length: size }, () => new Map<string, string>())
  for (let write = 0; write < changes; write++) {
    const [vertex, key] = [random.integer(size), random.pick(KEYS) ?? '']
    wanted[vertex]?.set(key, `value ${write}`)
    made.write(vertex, key, `value ${write}`)
  }
  await stored.store(made)
  let replica: TreeReplica
  return {
    prepare: () => undefined,
    async run() {
      replica = await stored.open()
      const root = replica.root()
      for (const key of KEYS) if (replica.value(root, key) !== wanted[0]?.get(key)) throw new Error('not readable')
    },
    check() {
      placesOf(replica, size)
      const waiting = [replica.root()]
      for (let vertex = waiting.pop(); vertex !== undefined; vertex = waiting.pop()) {
        const at = vertex
        waiting.push(...replica.children(at))
        const values = wanted[numberOf(String(replica.value(at, NAME)))] ?? []
        for (const [key, value] of values) if (replica.value(at, key) !== value) throw new Error(`${key} is not right`)
      }
      return ''
    },
    end: () => replica.close(),
    bytes: stored.bytes,
    remove: () => stored.remove(),
  }
}
