import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import { KnownOps } from './KnownOps'
import type { VertexId } from './ops'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'

const environment = new TestEnvironment(1)
const treeId = 't'.repeat(32)

function started(): SpaceTree {
  return SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
}

/** Sibling order, said once more and as simply as can be. */
function sortedUnder(tree: SpaceTree, parentId: VertexId): VertexId[] {
  const key = (id: VertexId): string => {
    const order = tree.property(id, 'order')
    return typeof order === 'string' ? `0${order} ${id}` : `1${String(tree.property(id, '_c') ?? '')} ${id}`
  }
  const children = tree.getAllVertices().filter((vertex) => vertex.parentId === parentId)
  return children.map(({ id }) => id).sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

describe('crowds', () => {
  it('[TR15] long lists stay sorted whatever changes in them between two reads', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = new SeededRandom(seed)
      const tree = started()
      const [a, b] = [tree.createVertex(tree.root!.id), tree.createVertex(tree.root!.id)]
      const ids: VertexId[] = []
      for (let step = 0; step < 600; step++) {
        const dice = random.next()
        const id = random.pick(ids)
        if (id === undefined || dice < 0.5)
          ids.push(tree.createVertex(a, { order: random.pick(['a', 'b', undefined]) }))
        else if (dice < 0.65) tree.move(id, random.pick([a, b]) ?? a)
        else if (dice < 0.75) tree.setProperty(id, 'order', random.pick(['a', 'aV', 'c', undefined]))
        else if (dice < 0.8) tree.setProperty(id, '_c', random.pick(['2025', '2027']))
        if (!random.chance(step < 300 ? 0.3 : 0.05)) continue
        const read = tree.childIds(a)
        const copy = [...read]
        expect(read).toEqual(sortedUnder(tree, a))
        const unordered = read.filter((child) => tree.property(child, 'order') === undefined)
        expect([...tree.childIdsWithout(a, 'order')].sort()).toEqual([...unordered].sort())
        tree.createVertex(a)
        tree.childIds(a)
        expect(read).toEqual(copy)
      }
      expect(tree.childIds(b)).toEqual(sortedUnder(tree, b))
    }
  })

  it('[TR8] a vertex with hundreds of properties keeps each, also through a snapshot', () => {
    const random = new SeededRandom(1)
    let tree = started()
    const id = tree.createVertex(tree.root!.id)
    const expected = new Map<string, number | undefined>()
    for (let step = 0; step < 3_000; step++) {
      const [key, value] = [`key ${random.integer(300)}`, random.chance(0.2) ? undefined : step]
      tree.setProperty(id, key, value)
      expected.set(key, value)
      if (step % 1_000 !== 999) continue
      const loaded = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
      loaded.load(tree.snapshot())
      tree = loaded
    }
    for (const [key, value] of expected) expect(tree.property(id, key)).toBe(value)
  })

  it('[TR5] a set of op ids is one in whatever order they come, and as the ranges it is stored in', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new SeededRandom(seed)
      let known = new KnownOps()
      const expected = new Set<string>()
      let counter = 1
      for (let step = 0; step < 600; step++) {
        counter = random.chance(0.7) ? counter + 1 : 1 + random.integer(random.chance(0.5) ? 300 : 5_000)
        const peerId = `peer ${random.integer(2)}`
        const id = `${peerId} ${counter}`
        expect(known.add({ counter, peerId })).toBe(!expected.has(id))
        expected.add(id)
        if (step % 200 === 199) known = copyOf(known)
      }
      expect(known.count).toBe(expected.size)
    }
  })
})

function copyOf(known: KnownOps): KnownOps {
  const copy = new KnownOps()
  for (const [peerId, ranges] of known.ranges()) for (const [first, last] of ranges) copy.addRange(peerId, first, last)
  return copy
}
