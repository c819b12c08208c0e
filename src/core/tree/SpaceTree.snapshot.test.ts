import { describe, expect, it } from 'vitest'
import { AppError } from '../AppError'
import { checkTreeSnapshot } from '../testing/checkTreeSnapshot'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import { TreeMirror } from '../testing/TreeMirror'
import { randomTreeHistory } from '../testing/treeHistory'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'
import type { TreeChange } from './TreeChange'

const treeId = 't'.repeat(32)
const environment = new TestEnvironment(1)

function empty(): SpaceTree {
  return new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
}

function started(): SpaceTree {
  return SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
}

function loadedFrom(tree: SpaceTree): SpaceTree {
  const loaded = empty()
  loaded.load(tree.snapshot())
  return loaded
}

function historyTree(seed: number): SpaceTree {
  const tree = empty()
  tree.mergeOps(randomTreeHistory(new SeededRandom(seed)).ops)
  return tree
}

function codeOf(action: () => void): string {
  try {
    action()
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.detail.code : String(thrown)
  }
  return 'nothing'
}

describe('snapshots', () => {
  it('[TR23] with the ops since it are the tree, over 300 random histories', () => {
    for (let seed = 1; seed <= 300; seed++) expect(() => checkTreeSnapshot(seed)).not.toThrow()
  }, 120_000)

  it('[TR23] of an empty tree loads as one', () => {
    const loaded = loadedFrom(empty())
    expect([loaded.opCount, loaded.root, loaded.getAllVertices()]).toEqual([0, undefined, []])
    loaded.mergeOps(started().heldOps())
    expect(loaded.root).toBeDefined()
  })

  it('[TR23] keep every kind of id, key and value', () => {
    const tree = started()
    const rootId = tree.root!.id
    const ids = ['0f8fad5b-d9cb-469f-a165-70867728950e', 'ABCDEF', 'a'.repeat(31), 'ü', 'A'.repeat(32), '']
    const values = [0, -1, 1.5, 2 ** 40, true, false, null, '', 'ü', '😀', 'x'.repeat(300)]
    for (const id of ids) tree.createVertex(rootId, { '': 1, ['__proto__']: 'x', ключ: id }, id)
    for (const [i, value] of values.entries()) tree.createVertex(rootId, { value, again: value }, `v${i}`)
    // Half a surrogate pair is no text that bytes can carry; what stands beside it must stay what it is.
    tree.createVertex(rootId, { halves: ['\ud83d', '\ude00'], before: '\ud83d', after: '\ude00', end: 'end' }, 'halves')
    tree.createVertex(rootId, { nested: { a: [1, { b: null }], '': 'x' }, list: [] }, 'nested')
    const loaded = loadedFrom(tree)
    for (const id of [...ids, ...values.keys()].map((key) => (typeof key === 'number' ? `v${key}` : key))) {
      expect(loaded.properties(id)).toEqual(tree.properties(id))
    }
    expect(loaded.properties('nested')).toEqual(tree.properties('nested'))
    expect(loaded.property('halves', 'end')).toBe('end')
    expect(loaded.childIds(rootId)).toEqual(tree.childIds(rootId))
  })

  it('[TR23] hold what won, not what it won against', () => {
    const tree = started()
    const rootId = tree.root!.id
    for (let i = 0; i < 1_000; i++) tree.setProperty(rootId, 'name', `name ${i}`)
    tree.text(rootId, 'body').getText('text').insert(0, 'x'.repeat(500))
    tree.text(rootId, 'body').getText('text').delete(0, 499)
    expect(tree.snapshot().byteLength).toBeLessThan(500)
    expect(loadedFrom(tree).opCount).toBe(tree.opCount)
  })

  it('[TR23] are told to those who listen, as one batch', () => {
    const tree = started()
    const page = tree.createVertex(tree.root!.id, { name: 'page' })
    tree.text(page, 'body').getText('text').insert(0, 'x')
    const loaded = empty()
    const mirror = new TreeMirror(loaded)
    const changes: TreeChange[] = []
    loaded.onChange((change) => changes.push(change))
    loaded.load(tree.snapshot())
    mirror.mustMatch('loaded')
    expect(changes).toHaveLength(1)
    expect(changes[0]!.texts).toEqual(new Map([[page, new Set(['body'])]]))
    expect(changes[0]!.ops).toHaveLength(tree.opCount - 1)
  })

  it('[TR23] go on: what is authored after loading has counters above everything in them', () => {
    const tree = started()
    const loaded = loadedFrom(tree)
    loaded.setProperty(loaded.root!.id, 'name', 'x')
    expect(loaded.takeLocalOps()[0]!.id).toEqual({ counter: tree.lamport + 1, peerId: loaded.peerId })
  })

  it('[TR24] load into an empty tree only, and are not taken within a change', () => {
    const tree = started()
    expect(() => tree.load(tree.snapshot())).toThrow('empty')
    expect(() => tree.transact(() => tree.snapshot())).toThrow('within a change')
  })

  it('[TR24] cut short or of another format are refused, and the tree stays as empty as it was', () => {
    const random = new SeededRandom(1)
    for (let seed = 1; seed <= 20; seed++) {
      const tree = historyTree(seed)
      const [bytes, loading] = [tree.snapshot(), empty()]
      for (let length = 0; length < bytes.length; length += 1 + random.integer(20)) {
        expect(codeOf(() => loading.load(bytes.slice(0, length)))).toBe('bad-snapshot')
      }
      expect(codeOf(() => loading.load(Uint8Array.of(9, ...bytes.slice(1))))).toBe('bad-snapshot')
      expect([loading.opCount, loading.lamport, loading.getAllVertices()]).toEqual([0, 0, []])
      loading.load(bytes)
      expect(loading.getAllVertices()).toHaveLength(tree.getAllVertices().length)
    }
  })

  it('[TR24] of garbage are refused with a sentence, or read, but never throw anything else', () => {
    const random = new SeededRandom(2)
    let whole: Uint8Array = new Uint8Array(0)
    for (let round = 0; round < 3_000; round++) {
      if (round % 300 === 0) whole = historyTree(round + 1).snapshot()
      const bytes = whole.slice()
      for (let flips = 1 + random.integer(3); flips > 0; flips--)
        bytes[random.integer(bytes.length)] = random.integer(256)
      expect(['bad-snapshot', 'nothing']).toContain(codeOf(() => empty().load(bytes)))
    }
    expect(codeOf(() => empty().load(random.bytes(1_000)))).toBe('bad-snapshot')
  })

  it('[TR27] load step by step as they load at once, and leave the tree empty until then', () => {
    const tree = started()
    tree.transact(() => {
      for (let i = 0; i < 20_000; i++) tree.createVertex(tree.root!.id, { name: `name ${i % 7}` })
    })
    const bytes = tree.snapshot()
    const loaded = empty()
    let steps = 0
    for (const _ of loaded.loading(bytes)) {
      steps++
      expect(loaded.opCount).toBe(0)
      expect(loaded.root).toBeUndefined()
    }
    expect(steps).toBeGreaterThan(10)
    expect(loaded.snapshot()).toEqual(bytes)
    const [busy, cut] = [empty(), empty()]
    expect(() => {
      for (const _ of busy.loading(bytes)) if (busy.opCount === 0) busy.mergeOps(started().takeLocalOps())
    }).toThrow('Only an empty tree')
    expect(codeOf(() => [...cut.loading(bytes.subarray(0, -9))])).toBe('bad-snapshot')
    expect(cut.opCount).toBe(0)
  })
})
