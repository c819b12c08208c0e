import { describe, expect, it } from 'vitest'
import { SpaceTree } from '../../tree/SpaceTree'
import { newPeerId } from '../../tree/PeerId'
import type { TreeOp } from '../../tree/ops'
import { TestEnvironment } from '../../testing/TestEnvironment'
import { applyToOutline, type OutlineRow } from './Outline'
import { MemoryOutlineStore } from './MemoryOutlineStore'
import { rebuildOutline } from './rebuildOutline'

const TREE = 'a'.repeat(32)

function replica(environment: TestEnvironment): SpaceTree {
  return new SpaceTree({ treeId: TREE, peerId: newPeerId(environment), environment })
}

function rebuilt(ops: readonly TreeOp[], environment: TestEnvironment): MemoryOutlineStore {
  const store = new MemoryOutlineStore()
  const tree = replica(environment)
  tree.mergeOps(ops)
  rebuildOutline(store, tree.rows())
  tree.dispose()
  return store
}

function everything(store: MemoryOutlineStore, ids: readonly (string | null)[]): OutlineRow[][] {
  return ids.map((id) => store.rows(id).sort((a, b) => (a.id < b.id ? -1 : 1)))
}

/** Two replicas that write, meet now and then, and sometimes move things at the same time. */
function history(seed: number): TreeOp[][] {
  const environment = new TestEnvironment(seed)
  const { random } = environment
  const a = SpaceTree.create({ treeId: TREE, peerId: newPeerId(environment), environment })
  const b = replica(environment)
  const batches: TreeOp[][] = []
  const unsent = new Map<SpaceTree, TreeOp[]>([
    [a, []],
    [b, []],
  ])
  const send = (from: SpaceTree, to: SpaceTree): void => {
    const ops = [...(unsent.get(from) ?? []), ...from.takeLocalOps()]
    unsent.set(from, [])
    if (ops.length === 0) return
    to.mergeOps(ops)
    batches.push(ops)
  }
  send(a, b)
  for (let step = 0; step < 60; step++) {
    const tree = random.chance(0.5) ? a : b
    const ids = tree
      .getAllVertices()
      .map((vertex) => vertex.id)
      .filter((id) => id !== '0')
    const id = random.pick(ids) ?? ''
    if (random.chance(0.4)) tree.createVertex(id, { kind: 'folder', name: `n${step}` })
    else if (random.chance(0.5)) tree.setProperty(id, 'name', random.chance(0.2) ? undefined : `m${step}`)
    else if (id !== tree.root?.id) tree.move(id, random.pick(ids) ?? id)
    if (random.chance(0.6)) send(a, b)
    if (random.chance(0.6)) send(b, a)
  }
  send(a, b)
  send(b, a)
  return batches
}

describe('the node table', () => {
  it.each(Array.from({ length: 50 }, (_, index) => index + 1))(
    '[PL16] says what the tree says (history %i)',
    (seed) => {
      const environment = new TestEnvironment(seed)
      const batches = history(seed)
      const kept = new MemoryOutlineStore()
      const isInOrder = batches.every((ops) => applyToOutline(kept, ops) === ops.length)
      const all = batches.flat()
      const expected = rebuilt(all, environment)
      const current = isInOrder ? kept : rebuilt(all, environment)
      const ids = [null, ...new Set(all.map((op) => op.targetId))]
      expect(everything(current, ids)).toEqual(everything(expected, ids))
    },
  )

  it('[PL16] takes all that one window writes', () => {
    const environment = new TestEnvironment(7)
    const tree = SpaceTree.create({ treeId: TREE, peerId: newPeerId(environment), environment })
    const store = new MemoryOutlineStore()
    const root = tree.root?.id ?? ''
    const folder = tree.createVertex(root, { kind: 'folder', name: 'one' })
    const page = tree.createVertex(folder, { kind: 'entry', name: 'two' })
    tree.move(page, root)
    tree.setProperty(page, 'name', 'three')
    const ops = tree.takeLocalOps()
    expect(applyToOutline(store, ops)).toBe(ops.length)
    expect(store.rows(root).map((row) => row.properties['name'])).toEqual(expect.arrayContaining(['one', 'three']))
    expect(store.rows(root).every((row) => !row.hasChildren)).toBe(true)
  })

  it('[PL23] takes what two machines made at the same time', () => {
    const environment = new TestEnvironment(8)
    const ours = SpaceTree.create({ treeId: TREE, peerId: newPeerId(environment), environment })
    const theirs = replica(environment)
    const first = ours.takeLocalOps()
    theirs.mergeOps(first)
    const root = ours.root?.id ?? ''
    const make = (tree: SpaceTree, name: string): void => {
      const folder = tree.createVertex(root, { kind: 'folder', name })
      for (let no = 0; no < 5; no++) tree.createVertex(folder, { kind: 'entry', name: `${name} ${no}` })
    }
    make(ours, 'ours')
    make(theirs, 'theirs')
    const [own, other] = [ours.takeLocalOps(), theirs.takeLocalOps()]
    const store = new MemoryOutlineStore()
    for (const ops of [first, own, other]) expect(applyToOutline(store, ops)).toBe(ops.length)
    const all = [...first, ...own, ...other]
    const ids = [null, ...new Set(all.map((op) => op.targetId))]
    expect(everything(store, ids)).toEqual(everything(rebuilt(all, environment), ids))
  })
})
