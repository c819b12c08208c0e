/**
 * What trees cost, SpaceTree against plain RepTree where that ends in reasonable time: `npx tsx bench/trees.ts`.
 * One run each, so read the order of magnitude.
 */
import type { RepTree, VertexOperation } from 'reptree'
import * as Y from 'yjs'
import { plainRepTree } from '../src/core/testing/plainRepTree'
import { SeededRandom } from '../src/core/testing/SeededRandom'
import { TestEnvironment } from '../src/core/testing/TestEnvironment'
import { newPeerId } from '../src/core/tree/PeerId'
import { compareOpIds, isMoveVertex, type TreeOp } from '../src/core/tree/ops'
import { SpaceTree } from '../src/core/tree/SpaceTree'

const environment = new TestEnvironment(1)
const random = new SeededRandom(2)
const treeId = '0'.repeat(32)
const empty = (): SpaceTree => new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
const rows: Record<string, { 'SpaceTree ms': number; 'RepTree ms': number | string }> = {}

function timeMs(fn: () => void): number {
  // Processor time of this thread: the wall clock would also count whatever else the machine is doing.
  const start = process.threadCpuUsage()
  fn()
  const { user, system } = process.threadCpuUsage(start)
  return Math.round((user + system) / 100) / 10
}

function measure(name: string, space: () => () => void, plain?: () => () => void): void {
  const spaceMs = timeMs(space())
  rows[name] = { 'SpaceTree ms': spaceMs, 'RepTree ms': plain ? timeMs(plain()) : 'not run' }
}

function load(ops: readonly TreeOp[]): SpaceTree {
  const tree = empty()
  tree.mergeOps(ops)
  return tree
}

function loadPlain(ops: readonly TreeOp[]): RepTree {
  return plainRepTree('1'.repeat(20), ops)
}

/** A tree of `count` vertices under random parents, three ops each (place, creation time, name). */
function randomTree(count: number): SpaceTree {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  const ids = [tree.root?.id ?? '']
  tree.transact(() => {
    while (ids.length < count) ids.push(tree.createVertex(random.pick(ids) ?? '', { name: `vertex ${ids.length}` }))
  })
  return tree
}

function children(tree: RepTree, count: number): void {
  const rootId = tree.root?.id ?? ''
  for (let i = 0; i < count; i++) tree.newVertex(rootId, { name: 'child' })
}

/** `late` moves another replica made before it saw the newest `late` moves of `base`. */
function lateMoves(base: readonly TreeOp[], late: number): { before: readonly TreeOp[]; moves: TreeOp[] } {
  const other = load(base)
  const ours = load(base)
  const ids = ours.getAllVertices().flatMap((vertex) => (vertex.parentId === null ? [] : [vertex.id]))
  for (const tree of [ours, other]) {
    for (let i = 0; i < late; i++) tree.move(random.pick(ids) ?? '', random.pick(ids) ?? '')
  }
  return { before: ours.allOps(), moves: other.takeLocalOps() }
}

const big = randomTree(100_000)
const asStored = big.allOps()
const sorted = [...asStored].sort((a, b) => compareOpIds(a.id, b.id))
const shuffled = random.shuffled(asStored)
measure(
  'load 100,000 vertices, 300,000 ops, sorted',
  () => () => load(sorted),
  () => () => loadPlain(sorted),
)
measure('the same, in allOps order', () => () => load(asStored))
measure('the same, shuffled', () => () => load(shuffled))
measure('the same, shuffled, in batches of 1,000', () => () => {
  const tree = empty()
  for (let from = 0; from < shuffled.length; from += 1000) tree.mergeOps(shuffled.slice(from, from + 1000))
})
measure('the same, sorted, one by one', () => () => {
  const tree = empty()
  for (const op of sorted) tree.mergeOps([op])
})
measure('the same, sorted, with a listener', () => () => {
  const tree = empty()
  tree.onChange(() => undefined)
  tree.mergeOps(sorted)
})
measure('100,000 duplicates', () => {
  const tree = load(sorted)
  return () => tree.mergeOps(sorted.slice(0, 100_000))
})
for (const count of [10_000, 20_000]) {
  measure(
    `author ${count} children under one parent`,
    () => {
      const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
      return () => children(tree, count)
    },
    count > 10_000
      ? undefined
      : () => {
          const tree = plainRepTree(newPeerId(environment))
          tree.createRoot()
          return () => children(tree, count)
        },
  )
}
for (const [vertices, late] of [
  [100_000, 2_000],
  [100_000, 10_000],
  [20_000, 10_000],
] as const) {
  const { before, moves } = lateMoves(vertices === 100_000 ? sorted : randomTree(vertices).allOps(), late)
  measure(`merge ${late} late moves into ${vertices} vertices`, () => {
    const tree = load(before)
    return () => tree.mergeOps(moves)
  })
}
{
  const { before, moves } = lateMoves(randomTree(2_000).allOps(), 200)
  measure(
    'merge 200 late moves into 2,000 vertices',
    () => {
      const tree = load(before)
      return () => tree.mergeOps(moves)
    },
    () => {
      const tree = loadPlain([...before].sort((a, b) => compareOpIds(a.id, b.id)))
      return () => tree.merge(moves as VertexOperation[])
    },
  )
}
measure('a chain 10,000 deep, then 1,000 moves of its halves', () => () => {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  const ids = [tree.root?.id ?? '']
  for (let i = 0; i < 10_000; i++) ids.push(tree.createVertex(ids[i] ?? ''))
  for (let i = 0; i < 1_000; i++) tree.move(ids[5_000 + i] ?? '', ids[i] ?? '')
})
{
  const writer = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  const pageId = writer.createVertex(writer.root?.id ?? '')
  const text = writer.text(pageId, 'body').getText('body')
  for (let i = 0; i < 10_000; i++) text.insert(text.length, 'k')
  const ops = writer.allOps()
  const bytes = ops.reduce((sum, op) => sum + ('update' in op ? op.update.length : 0), 0)
  measure(`open a text of 10,000 keystrokes (${bytes} bytes)`, () => {
    const tree = load(ops)
    return () => tree.text(pageId, 'body')
  })
  measure('the same with Y.applyUpdate alone', () => () => {
    const doc = new Y.Doc()
    doc.transact(() => ops.forEach((op) => 'update' in op && Y.applyUpdate(doc, op.update)))
  })
}
console.table(rows)
globalThis.gc?.()
const heapBefore = process.memoryUsage().heapUsed
const kept = load(sorted)
globalThis.gc?.()
const heapMb = Math.round((process.memoryUsage().heapUsed - heapBefore) / 2 ** 20)
console.log(
  `${kept.opCount} ops, ${sorted.filter(isMoveVertex).length} moves: ${heapMb} MB beside the ops (with --expose-gc)`,
)
