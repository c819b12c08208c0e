import { describe, expect, it } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import type { VertexId } from './ops'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'
import type { TreeChange } from './TreeChange'

const treeId = 't'.repeat(32)
const environment = new TestEnvironment(1)

function started(): { tree: SpaceTree; rootId: VertexId } {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  return { tree, rootId: tree.root!.id }
}

function copyOf(tree: SpaceTree): SpaceTree {
  return tree.replicate(newPeerId(environment))
}

describe('listening', () => {
  it('[TR12] tells of a merged batch once, before mergeOps returns', () => {
    const { tree, rootId } = started()
    const copy = copyOf(tree)
    const changes: TreeChange[] = []
    copy.onChange((change) => changes.push(change))
    const a = tree.createVertex(rootId, { name: 'a' })
    const b = tree.createVertex(a)
    tree.move(b, rootId)
    copy.mergeOps(tree.takeLocalOps())
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({ local: false, created: new Set([a, b]), children: new Set([rootId]) })
    expect(changes[0]!.moved.size).toBe(0)
    copy.mergeOps(tree.heldOps())
    expect(changes).toHaveLength(1)
  })

  it('[TR12] tells of a transact once, with what moved and came back left out', () => {
    const { tree, rootId } = started()
    const [a, b] = [tree.createVertex(rootId), tree.createVertex(rootId)]
    const changes: TreeChange[] = []
    let localCalls = 0
    tree.onChange((change) => changes.push(change))
    tree.onLocalOps(() => localCalls++)
    tree.transact(() => {
      tree.move(a, b)
      tree.transact(() => tree.move(a, '0'))
      tree.setProperty(b, 'name', 'x')
      const c = tree.createVertex(b)
      tree.move(c, rootId)
    })
    expect([changes.length, localCalls]).toEqual([1, 1])
    expect(changes[0]!.local).toBe(true)
    expect([...changes[0]!.moved]).toEqual([[a, { from: rootId, to: '0' }]])
    expect([...changes[0]!.properties.get(b)!]).toEqual(['name'])
    tree.transact(() => {
      tree.move(b, '0')
      tree.move(b, rootId)
    })
    expect(changes[1]!.moved.size).toBe(0)
  })

  it('[TR12] ends a transact that throws, keeping what was done', () => {
    const { tree, rootId } = started()
    let localCalls = 0
    tree.takeLocalOps()
    tree.onLocalOps(() => localCalls++)
    const failing = (): void =>
      tree.transact(() => {
        tree.setProperty(rootId, 'name', 'kept')
        throw new Error('afterwards')
      })
    expect(failing).toThrow('afterwards')
    expect([localCalls, tree.takeLocalOps().length, tree.property(rootId, 'name')]).toEqual([1, 1, 'kept'])
  })

  it('[TR12] a listener that throws keeps nobody from hearing and surfaces later', async () => {
    const own = new TestEnvironment(3)
    const tree = SpaceTree.create({ treeId, peerId: newPeerId(own), environment: own })
    let heard = 0
    tree.onChange(() => {
      throw new Error('mistake in a view')
    })
    tree.onChange(() => heard++)
    tree.setProperty(tree.root!.id, 'name', 'x')
    expect(heard).toBe(1)
    await expect(own.run()).rejects.toThrow('mistake in a view')
  })

  it('[TR12] a listener may edit; what it does is told after', () => {
    const { tree, rootId } = started()
    const told: (readonly [boolean, readonly string[]])[] = []
    tree.onChange((change) => {
      told.push([change.local, [...(change.properties.get(rootId) ?? [])]])
      if (change.properties.get(rootId)?.has('name')) tree.setProperty(rootId, 'seen', true)
    })
    tree.setProperty(rootId, 'name', 'x')
    expect(told).toEqual([
      [true, ['name']],
      [true, ['seen']],
    ])
  })

  it('[TR12] tells of one vertex: properties, children and their order, moves; not of others, nor after cancel', () => {
    const { tree, rootId } = started()
    const [a, b] = [tree.createVertex(rootId), tree.createVertex(rootId)]
    const calls = { a: 0, root: 0 }
    const listener = (): number => calls.a++
    const cancel = tree.onVertexChange(a, listener)
    const cancelSecond = tree.onVertexChange(a, listener)
    tree.onVertexChange(rootId, () => calls.root++)
    cancelSecond()
    tree.setProperty(a, 'name', 'x')
    expect(calls).toEqual({ a: 1, root: 0 })
    tree.setProperty(b, 'order', 'a0')
    expect(calls).toEqual({ a: 1, root: 1 })
    tree.move(b, a)
    expect(calls).toEqual({ a: 2, root: 2 })
    tree.move(a, '0')
    expect(calls).toEqual({ a: 3, root: 3 })
    cancel()
    tree.setProperty(a, 'name', 'y')
    expect(calls.a).toBe(3)
  })

  it('[TR12] forgets its listeners when disposed', () => {
    const { tree, rootId } = started()
    let calls = 0
    tree.onChange(() => calls++)
    tree.dispose()
    tree.setProperty(rootId, 'name', 'x')
    expect(calls).toBe(0)
  })
})
