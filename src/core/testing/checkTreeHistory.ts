import type { RepTree } from 'reptree'
import { newPeerId } from '../tree/PeerId'
import { compareOpIds, isMoveVertex, type OpId, type TreeOp, type VertexId } from '../tree/ops'
import { SpaceTree } from '../tree/SpaceTree'
import { plainRepTree } from './plainRepTree'
import { SeededRandom } from './SeededRandom'
import { TestEnvironment } from './TestEnvironment'
import { TreeMirror } from './TreeMirror'
import { randomTreeHistory } from './treeHistory'

/**
 * Lives through one random history and throws on any difference between SpaceTree and plain RepTree: vertices, places,
 * properties, log of moves; whole and on a part of the history, delivered shuffled, duplicated, in one batch or many.
 */
export function checkTreeHistory(seed: number): void {
  const random = new SeededRandom(seed)
  const { ops, peers } = randomTreeHistory(random)
  const environment = new TestEnvironment(seed)
  const empty = (): SpaceTree => {
    return new SpaceTree({ treeId: 't'.repeat(32), peerId: newPeerId(environment), environment })
  }
  const whole = reference(ops)
  for (const peer of peers) mustEqual(peer.tree, whole, `seed ${seed}, peer ${peer.tree.peerId}`)

  const atOnce = empty()
  const result = atOnce.mergeOps(random.shuffled([...ops, ...ops]))
  if (result.applied !== ops.length || result.known !== ops.length) throw new Error(`seed ${seed}: counted wrongly`)
  mustEqual(atOnce, whole, `seed ${seed}, one batch`)

  const part = random.pick(peers)?.received.slice(0, random.integer(ops.length)) ?? []
  const inParts = empty()
  const mirror = new TreeMirror(inParts)
  deliverInBatches(inParts, random, part)
  if (part.some((op) => isMoveVertex(op) && op.parentId === null && op.targetId !== '0')) {
    mustEqual(inParts, reference(part), `seed ${seed}, part of ${part.length}`)
  }
  deliverInBatches(inParts, random, ops)
  mustEqual(inParts, whole, `seed ${seed}, many batches`)
  mirror.mustMatch(`seed ${seed}`)
  if (inParts.takeLocalOps().length + atOnce.takeLocalOps().length > 0)
    throw new Error(`seed ${seed}: merging authored`)
}

/** Plain RepTree at its most reliable: every op once, in id order. */
function reference(ops: readonly TreeOp[]): RepTree {
  return plainRepTree(
    '0'.repeat(20),
    [...ops].sort((a, b) => compareOpIds(a.id, b.id)),
  )
}

function deliverInBatches(tree: SpaceTree, random: SeededRandom, ops: readonly TreeOp[]): void {
  const shuffled = random.shuffled([...ops, ...ops.slice(random.integer(ops.length))])
  const batchSize = random.chance(0.3) ? 1 : 1 + random.integer(20)
  for (let from = 0; from < shuffled.length; from += batchSize) {
    tree.mergeOps(shuffled.slice(from, from + batchSize))
    // Fills the caches, which the next batch must invalidate.
    if (random.chance(0.3)) for (const { id } of tree.getAllVertices()) tree.childIds(id)
  }
}

function mustEqual(actual: RepTree, expected: RepTree, where: string): void {
  const [ours, theirs] = [describe(actual), describe(expected)]
  for (const [id, line] of theirs) {
    if (ours.get(id) !== line) throw new Error(`${where}: ${id} is ${ours.get(id)}, RepTree has ${line}`)
  }
  if (ours.size !== theirs.size) throw new Error(`${where}: ${ours.size} lines, RepTree has ${theirs.size}`)
}

/** A line for each vertex and one for the log; siblings and properties sorted, since RepTree leaves them unordered. */
function describe(tree: RepTree): Map<VertexId, string> {
  const lines = new Map<VertexId, string>()
  for (const { id, parentId } of tree.getAllVertices()) {
    const properties = tree.getVertexProperties(id).map(({ key, value }) => `${key}=${JSON.stringify(value)}`)
    lines.set(id, `${parentId} [${tree.getChildrenIds(id).sort().join()}] ${properties.sort().join()}`)
  }
  lines.set(
    'log',
    [...tree.getMoveOps()]
      .sort((a, b) => compareOpIds(a.id, b.id))
      .map((op) => idText(op.id))
      .join(),
  )
  return lines
}

function idText(id: OpId): string {
  return `${id.counter}@${id.peerId}`
}
