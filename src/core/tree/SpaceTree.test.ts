import { RepTree } from 'reptree'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import { isMoveVertex, type TreeOp, type VertexId } from './ops'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'

const treeId = 't'.repeat(32)
const environment = new TestEnvironment(1)

function empty(): SpaceTree {
  return new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
}

function started(): { tree: SpaceTree; rootId: VertexId } {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  return { tree, rootId: tree.root!.id }
}

function copyOf(tree: SpaceTree): SpaceTree {
  const copy = empty()
  copy.mergeOps(tree.heldOps())
  return copy
}

afterEach(() => {
  vi.useRealTimers()
})

describe('authoring', () => {
  it('[TR10] authors nothing when it is made, merged into or read', () => {
    const { tree, rootId } = started()
    const copy = copyOf(tree)
    copy.childIds(rootId)
    copy.getChildren(rootId)
    expect(copy.takeLocalOps()).toEqual([])
    expect(empty().heldOps()).toEqual([])
    expect(empty().root).toBeUndefined()
  })

  it('[TR10] create authors the null vertex and one root, in ops that plain RepTree reads', () => {
    const { tree, rootId } = started()
    const ops = tree.takeLocalOps()
    expect(ops.filter(isMoveVertex).map((op) => [op.targetId, op.parentId])).toEqual([
      ['0', null],
      [rootId, null],
    ])
    expect(rootId).toMatch(/^[0-9a-f]{32}$/)
    const plain = new RepTree('1'.repeat(20), tree.getAllOps())
    ;(plain as unknown as { state: { dispose(): void } }).state.dispose()
    expect(plain.root?.id).toBe(rootId)
  })

  it('[TR11] keeps no timer', () => {
    vi.useFakeTimers()
    const { tree, rootId } = started()
    tree.createVertex(rootId)
    copyOf(tree)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('[TR11] takes ids and time from its environment alone', () => {
    const author = (): TreeOp[] => {
      const own = new TestEnvironment(7)
      const tree = SpaceTree.create({ treeId, peerId: newPeerId(own), environment: own })
      tree.createVertex(tree.root!.id, { name: 'a' })
      return tree.heldOps()
    }
    expect(author()).toEqual(author())
    expect(author()).toContainEqual(expect.objectContaining({ key: '_c', value: '2026-01-01T00:00:00.000Z' }))
  })

  it('[TR13] hands out each authored op once, in order, with counters above everything seen', () => {
    const { tree, rootId } = started()
    const copy = copyOf(tree)
    copy.mergeOps([
      { id: { counter: 500, peerId: '9'.repeat(20) }, targetId: 'unknown', key: 'k', value: 1, transient: false },
    ])
    expect(copy.lamport).toBe(500)
    const id = copy.createVertex(rootId, { name: 'x' })
    const ops = copy.takeLocalOps()
    expect(ops.map((op) => op.id.counter)).toEqual([501, 502, 503])
    expect(ops.every((op) => op.targetId === id && op.id.peerId === copy.peerId)).toBe(true)
    expect(copy.takeLocalOps()).toEqual([])
  })

  it('[TR14] authors nothing for what changes nothing', () => {
    const { tree, rootId } = started()
    const a = tree.createVertex(rootId, { name: 'a' })
    const b = tree.createVertex(a)
    tree.takeLocalOps()
    tree.setProperty(a, 'name', 'a')
    tree.setProperty(a, 'missing', undefined)
    expect([tree.move(a, rootId), tree.move(a, a), tree.move(a, b)]).toEqual([false, false, false])
    expect(tree.takeLocalOps()).toEqual([])
  })

  it('[TR14] throws on mistakes and authors nothing', () => {
    const { tree, rootId } = started()
    const a = tree.createVertex(rootId)
    tree.takeLocalOps()
    expect(() => tree.createVertex('nowhere')).toThrow('not in this tree')
    expect(() => tree.createVertex(rootId, {}, a)).toThrow('exists already')
    expect(() => tree.setProperty('nowhere', 'name', 'x')).toThrow('not in this tree')
    expect(() => tree.move('nowhere', rootId)).toThrow('not in this tree')
    expect(() => tree.move(a, 'nowhere')).toThrow('not in this tree')
    expect(() => tree.remove(rootId)).toThrow('root')
    expect(() => tree.setProperty(a, 'when', new Date(0) as never)).toThrow('not JSON')
    expect(() => tree.setProperty(a, 'ratio', Number.NaN)).toThrow('not JSON')
    expect(() => tree.text('nowhere', 'body')).toThrow('not in this tree')
    expect(tree.takeLocalOps()).toEqual([])
  })
})

describe('merging', () => {
  it('[TR5] drops and counts what it knows, also while it waits', () => {
    const { tree, rootId } = started()
    const id = tree.createVertex(rootId, { name: 'x' })
    const orphan = tree.heldOps().filter((op) => op.targetId === id && isMoveVertex(op))
    const copy = empty()
    expect(copy.mergeOps(orphan)).toEqual({ applied: 0, known: 0, pending: 1 })
    expect(copy.mergeOps(orphan)).toEqual({ applied: 0, known: 1, pending: 1 })
    expect(copy.mergeOps(tree.heldOps())).toEqual({ applied: tree.opCount, known: 1, pending: 0 })
    expect(copy.getMoveOps().map((op) => op.targetId)).toEqual(['0', rootId, id])
    expect(copy.opCount).toBe(tree.opCount)
  })

  it('[TR5] tells apart ops of the same counter by peer, and counters far apart', () => {
    const { tree, rootId } = started()
    const counters = [10, 11, 266, 2 ** 33, 2 ** 50]
    const peerIds = ['1'.repeat(20), '2'.repeat(20)]
    const ops = counters.flatMap((counter) =>
      peerIds.map((peerId) => ({
        id: { counter, peerId },
        targetId: rootId,
        key: 'k',
        value: 1,
        transient: false as const,
      })),
    )
    expect(tree.mergeOps(ops)).toEqual({ applied: 10, known: 0, pending: 0 })
    expect(tree.mergeOps(ops)).toEqual({ applied: 0, known: 10, pending: 0 })
  })

  it('[TR6] keeps what waits and lets it take effect with the vertex it waits for', () => {
    const { tree, rootId } = started()
    const a = tree.createVertex(rootId, { name: 'a' })
    const b = tree.createVertex(a, { name: 'b' })
    const ops = tree.heldOps()
    const late = ops.filter((op) => isMoveVertex(op) && op.targetId === a)
    const copy = empty()
    copy.mergeOps(ops.filter((op) => !late.includes(op)))
    expect([copy.has(a), copy.has(b), copy.pendingCount]).toEqual([false, false, 5])
    expect(new Set(copy.heldOps())).toEqual(new Set(ops.filter((op) => !late.includes(op))))
    expect(copy.mergeOps(late)).toEqual({ applied: 6, known: 0, pending: 0 })
    expect([copy.parentOf(b), copy.property(b, 'name')]).toEqual([a, 'b'])
  })

  it('[TR7] ends concurrent moves into each other without a cycle, the same everywhere', () => {
    const { tree, rootId } = started()
    const a = tree.createVertex(rootId)
    const b = tree.createVertex(rootId)
    const other = copyOf(tree)
    tree.move(a, b)
    other.move(b, a)
    tree.mergeOps(other.heldOps())
    other.mergeOps(tree.heldOps())
    expect(other.compareStructure(tree)).toBe(true)
    expect([tree.parentOf(a), tree.parentOf(b)].filter((id) => id === rootId)).toHaveLength(1)
    expect(tree.getMoveOps()).toEqual(other.getMoveOps())
  })

  it('[TR8] the last writer wins per vertex and key; a missing value removes', () => {
    const { tree, rootId } = started()
    const other = copyOf(tree)
    tree.setProperty(rootId, 'name', 'early')
    other.setProperty(rootId, 'name', 'concurrent')
    other.setProperty(rootId, 'name', undefined)
    tree.mergeOps(other.takeLocalOps())
    expect(tree.property(rootId, 'name')).toBeUndefined()
    expect(Object.keys(tree.properties(rootId))).toEqual(['_c'])
  })

  it('[TR9] removes by moving under the null vertex, with all it holds, and can move back', () => {
    const { tree, rootId } = started()
    const a = tree.createVertex(rootId, { name: 'a' })
    const b = tree.createVertex(a)
    tree.remove(a)
    expect([tree.parentOf(a), tree.isRemoved(a), tree.isRemoved(b)]).toEqual(['0', true, true])
    expect(tree.childIds(rootId)).toEqual([])
    tree.move(a, rootId)
    expect([tree.isRemoved(b), tree.property(a, 'name'), tree.childIds(a)]).toEqual([false, 'a', [b]])
  })

  it('[TR22] survives a chain of 10,000 levels, also one that arrives backwards', () => {
    const { tree, rootId } = started()
    let parentId = rootId
    for (let level = 0; level < 10_000; level++) parentId = tree.createVertex(parentId)
    const copy = empty()
    copy.mergeOps([...tree.heldOps()].reverse())
    expect(copy.isAncestor(parentId, rootId)).toBe(true)
    const backwards = empty()
    for (const op of [...tree.getMoveOps()].reverse()) backwards.mergeOps([op])
    expect([backwards.pendingCount, backwards.has(parentId)]).toEqual([0, true])
  })
})

describe('siblings', () => {
  it('[TR15] come by order with plain comparison, then by creation time; ties by id', () => {
    const { tree, rootId } = started()
    tree.createVertex(rootId, { order: 'a1' }, 'late')
    tree.createVertex(rootId, { order: 'Zz' }, 'first')
    tree.createVertex(rootId, { order: 'a1' }, 'early')
    tree.createVertex(rootId, { order: 7, _c: '2026-01-02' }, 'younger')
    tree.createVertex(rootId, { _c: '2026-01-01' }, 'older')
    tree.createVertex(rootId, { _c: '2026-01-01' }, 'oldest')
    expect(tree.childIds(rootId)).toEqual(['first', 'early', 'late', 'older', 'oldest', 'younger'])
    tree.setProperty('first', 'order', 'a2')
    expect(tree.childIds(rootId).slice(0, 3)).toEqual(['early', 'late', 'first'])
    expect(tree.childIds('older')).toEqual([])
  })

  it('[TR15] keep their list, the same object, until something about them changes', () => {
    const { tree, rootId } = started()
    const a = tree.createVertex(rootId)
    const ids = tree.childIds(rootId)
    tree.setProperty(a, 'name', 'x')
    expect(tree.childIds(rootId)).toBe(ids)
    tree.createVertex(rootId)
    expect(tree.childIds(rootId)).not.toBe(ids)
  })
})
