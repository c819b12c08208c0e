import type { JsonValue, RepTree } from 'reptree'
import { newPeerId } from '../tree/PeerId'
import { isEditText, type TreeOp, type VertexId } from '../tree/ops'
import { SpaceTree } from '../tree/SpaceTree'
import { NULL_VERTEX_ID } from '../tree/VertexId'
import { plainRepTree } from './plainRepTree'
import type { SeededRandom } from './SeededRandom'
import { TestEnvironment } from './TestEnvironment'

const NULL_VERTEX_CREATED = '2026-01-01T00:00:00.000Z'
const ROOT_ID: VertexId = 'r'.repeat(32)
const KEYS = ['name', 'order', '_c', 'tags']
const VALUES: readonly (JsonValue | undefined)[] = [
  'a0',
  'a1V',
  7,
  null,
  false,
  { deep: [1, 'two'] },
  undefined,
  undefined,
]

/** One replica that took part, plain RepTree or SpaceTree. */
export interface HistoryPeer {
  readonly tree: RepTree
  /** Every op it has, in the order it got them: each prefix is causally closed. */
  readonly received: TreeOp[]
  readonly known: Set<TreeOp>
}

export interface TreeHistory {
  /** Every op in the order of authoring: each prefix is causally closed. */
  readonly ops: readonly TreeOp[]
  /** All of them have all ops, each got them in its own order. */
  readonly peers: readonly HistoryPeer[]
}

/**
 * A random causally valid history of 2 to 4 replicas that edit the same tree and see of each other only now and then:
 * creates (some of one id by several peers), moves with concurrent cycles, moves to itself, to null and of the null
 * vertex, removes, writes and removals of properties.
 */
export function randomTreeHistory(random: SeededRandom, stepCount = 90): TreeHistory {
  const environment = new TestEnvironment(random.integer(2 ** 31))
  const ops: TreeOp[] = []
  const peers: HistoryPeer[] = []
  const ids: VertexId[] = [ROOT_ID]
  const maxVertices = 4 + random.integer(20)
  const [creator] = startPeers(random, environment, peers)
  create(creator, ROOT_ID, null)
  collect(creator, ops)
  for (const peer of peers) pull(peer, creator, creator.received.length)
  for (let step = 0; step < stepCount; step++) {
    const peer = random.pick(peers) ?? creator
    const other = random.pick(peers) ?? creator
    if (random.chance(0.12)) pull(peer, other, random.integer(other.received.length + 1))
    else edit(peer, random, ids, maxVertices)
    collect(peer, ops)
  }
  for (const peer of peers) {
    const missing = random.shuffled(peers).flatMap((other) => other.received.filter((op) => !peer.known.has(op)))
    receive(peer, [...new Set(missing)])
  }
  return { ops, peers }
}

function startPeers(random: SeededRandom, environment: TestEnvironment, peers: HistoryPeer[]): [HistoryPeer] {
  const treeId = 't'.repeat(32)
  const creator = startPlain(environment)
  peers.push(creator)
  for (let count = 1 + random.integer(3); count > 0; count--) {
    if (random.chance(0.5)) peers.push(startPlain(environment))
    else {
      const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
      peers.push({ tree, received: [], known: new Set() })
    }
  }
  return [creator]
}

/** It authors a null vertex of its own, as RepTree does whenever it starts empty. */
function startPlain(environment: TestEnvironment): HistoryPeer {
  const tree = plainRepTree(newPeerId(environment))
  tree.setVertexProperty(NULL_VERTEX_ID, '_c', NULL_VERTEX_CREATED)
  return { tree, received: [], known: new Set() }
}

function edit(peer: HistoryPeer, random: SeededRandom, ids: VertexId[], maxVertices: number): void {
  const known = ids.filter((id) => peer.tree.getVertex(id))
  const id = random.pick(known) ?? ROOT_ID
  const parentId = random.pick(known) ?? ROOT_ID
  const dice = random.next()
  // Histories differ in how crowded they are: few vertices and many moves make the most conflicts.
  if (dice < 0.4 && ids.length < maxVertices) createSomewhere(peer, random, ids, parentId)
  else if (dice < 0.6) move(peer, id, parentId)
  else if (dice < 0.68) move(peer, id, NULL_VERTEX_ID)
  else if (dice < 0.7 && id !== ROOT_ID) moveRarely(peer, id)
  else peer.tree.setVertexProperty(id, random.pick(KEYS) ?? 'name', random.pick(VALUES))
}

function createSomewhere(peer: HistoryPeer, random: SeededRandom, ids: VertexId[], parentId: VertexId): void {
  // Few different ones, so that peers come to create the same vertex without knowing.
  const id = random.chance(0.15) ? `shared${random.integer(3)}` : `v${ids.length}`
  if (peer.tree.getVertex(id)) return
  if (!ids.includes(id)) ids.push(id)
  create(peer, id, parentId)
}

function create(peer: HistoryPeer, id: VertexId, parentId: VertexId | null): void {
  if (peer.tree instanceof SpaceTree && parentId !== null) peer.tree.createVertex(parentId, { name: id }, id)
  // Not newVertex, which would take id and time from the machine. Null is what RepTree itself authors for a root.
  else peer.tree.moveVertex(id, parentId as VertexId)
}

function move(peer: HistoryPeer, id: VertexId, parentId: VertexId): void {
  if (id !== ROOT_ID) moveUnlessRefused(peer, id, parentId)
}

/** What no caller of SpaceTree can do, but RepTree allows and a replica must survive. */
function moveRarely(peer: HistoryPeer, id: VertexId): void {
  if (peer.tree instanceof SpaceTree) return
  if (peer.tree.peerId.endsWith('1')) peer.tree.moveVertex(NULL_VERTEX_ID, id)
  else peer.tree.moveVertex(id, null as unknown as VertexId)
}

/** SpaceTree refuses to move what a plain peer made a root. */
function moveUnlessRefused(peer: HistoryPeer, id: VertexId, parentId: VertexId): void {
  if (peer.tree instanceof SpaceTree && peer.tree.parentOf(id) === null) return
  peer.tree.moveVertex(id, parentId)
}

function collect(peer: HistoryPeer, ops: TreeOp[]): void {
  for (const popped of peer.tree.popLocalOps()) {
    const op = withoutClock(popped as TreeOp)
    peer.received.push(op)
    peer.known.add(op)
    ops.push(op)
  }
}

/** RepTree writes the machine's time on its null vertex; a history must be the same every time. */
function withoutClock(op: TreeOp): TreeOp {
  return 'key' in op && !isEditText(op) && op.targetId === NULL_VERTEX_ID && op.key === '_c'
    ? { ...op, value: NULL_VERTEX_CREATED }
    : op
}

function pull(peer: HistoryPeer, from: HistoryPeer, through: number): void {
  receive(
    peer,
    from.received.slice(0, through).filter((op) => !peer.known.has(op)),
  )
}

function receive(peer: HistoryPeer, ops: readonly TreeOp[]): void {
  if (ops.length === 0) return
  peer.tree.merge(ops as Parameters<RepTree['merge']>[0])
  for (const op of ops) {
    peer.received.push(op)
    peer.known.add(op)
  }
}
