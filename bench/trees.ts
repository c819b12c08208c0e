import type { RepTree, VertexOperation } from 'reptree'
import { plainRepTree } from '../src/core/testing/plainRepTree'
import { SeededRandom } from '../src/core/testing/SeededRandom'
import { TestEnvironment } from '../src/core/testing/TestEnvironment'
import { compareOpIds, type TreeOp } from '../src/core/tree/ops'
import { newPeerId } from '../src/core/tree/PeerId'
import { SpaceTree } from '../src/core/tree/SpaceTree'
import { interleave, type Row } from './Bench'

const environment = new TestEnvironment(1)
const random = new SeededRandom(2)
const treeId = '0'.repeat(32)
const VERTICES = 100_000
const CHILDREN = 10_000
const ROUNDS = 3

interface Case {
  readonly workload: string
  readonly size: number
  readonly space: () => () => void
  /** Absent where plain RepTree does not end in reasonable time. */
  readonly plain?: () => () => void
}

/** What trees cost: SpaceTree against plain RepTree. */
export async function trees(): Promise<Row[]> {
  const rows: Row[] = []
  for (const { workload, size, space, plain } of cases()) {
    const sample = (system: string, prepare: () => () => void) => ({
      system,
      run: () => Promise.resolve(wallMs(prepare())),
    })
    const samples = [sample('SpaceTree', space), ...(plain ? [sample('RepTree', plain)] : [])]
    const medians = await interleave(samples, plain ? 1 : ROUNDS)
    const peer = medians.get('RepTree')
    for (const [system, medianMs] of medians) {
      const perBestPeer = system === 'SpaceTree' && peer !== undefined ? peer / medianMs : null
      rows.push({ workload, size, system, medianMs, unit: 'all', perBestPeer, perLimit: null })
    }
  }
  return rows
}

function cases(): Case[] {
  const asStored = randomTree(VERTICES).allOps()
  const sorted = [...asStored].sort((a, b) => compareOpIds(a.id, b.id))
  const shuffled = random.shuffled(asStored)
  const late = lateMoves(sorted, 10_000)
  const small = lateMoves(randomTree(2_000).allOps(), 200)
  return [
    {
      workload: 'load, sorted ops',
      size: VERTICES,
      space: () => () => load(sorted),
      plain: () => () => plainRepTree('1'.repeat(20), sorted),
    },
    { workload: 'load, shuffled ops', size: VERTICES, space: () => () => load(shuffled) },
    {
      workload: 'fill one parent',
      size: CHILDREN,
      space: () => {
        const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
        return () => children(tree, CHILDREN)
      },
      plain: () => {
        const tree = plainRepTree(newPeerId(environment))
        tree.createRoot()
        return () => children(tree, CHILDREN)
      },
    },
    {
      workload: 'merge 10,000 late moves',
      size: VERTICES,
      space: () => {
        const tree = load(late.before)
        return () => tree.mergeOps(late.moves)
      },
    },
    {
      workload: 'merge 200 late moves',
      size: 2_000,
      space: () => {
        const tree = load(small.before)
        return () => tree.mergeOps(small.moves)
      },
      plain: () => {
        const tree = plainRepTree(
          '1'.repeat(20),
          [...small.before].sort((a, b) => compareOpIds(a.id, b.id)),
        )
        return () => tree.merge(small.moves as VertexOperation[])
      },
    },
  ]
}

function wallMs(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function load(ops: readonly TreeOp[]): SpaceTree {
  const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
  tree.mergeOps(ops)
  return tree
}

/** Vertices under random parents, three ops each (place, creation time, name). */
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

/** Moves another replica made before it saw the newest moves of `base`. */
function lateMoves(base: readonly TreeOp[], count: number): { before: readonly TreeOp[]; moves: TreeOp[] } {
  const [ours, other] = [load(base), load(base)]
  const ids = ours.getAllVertices().flatMap((vertex) => (vertex.parentId === null ? [] : [vertex.id]))
  for (const tree of [ours, other]) {
    for (let i = 0; i < count; i++) tree.move(random.pick(ids) ?? '', random.pick(ids) ?? '')
  }
  return { before: ours.allOps(), moves: other.takeLocalOps() }
}
