import * as Y from 'yjs'
import { newPeerId } from '../tree/PeerId'
import { compareOpIds, type EditText, type TreeOp, type VertexId } from '../tree/ops'
import { SpaceTree } from '../tree/SpaceTree'
import { SeededRandom } from './SeededRandom'
import { TestEnvironment } from './TestEnvironment'
import { randomTreeHistory } from './treeHistory'

const TEXT_KEYS = ['body', 'note']

/**
 * Lives through one random history with texts and throws where a tree loaded from a snapshot, taken anywhere, and given
 * the rest is not the tree that got everything: in what can be read of it, and in what it makes of later ops. The rest
 * overlaps what the snapshot has, and holds ops older than it; the history arrives in the order of one of its peers or in
 * none, so that ops wait for their vertex on either side of the cut.
 */
export function checkTreeSnapshot(seed: number): void {
  const random = new SeededRandom(seed)
  const environment = new TestEnvironment(seed)
  const empty = (): SpaceTree => {
    return new SpaceTree({ treeId: 't'.repeat(32), peerId: newPeerId(environment), environment })
  }
  const { ops: treeOps, peers } = randomTreeHistory(random)
  const ordered = random.chance(0.5) ? (random.pick(peers)?.received ?? treeOps) : random.shuffled(treeOps)
  const ops = withTexts(ordered, random, environment)
  const whole = empty()
  whole.mergeOps(ops)

  const cut = random.integer(ops.length + 1)
  const before = empty()
  deliver(before, random, ops.slice(0, cut))
  const wasOpen = random.chance(0.3) && openTexts(before)
  let loaded = reloaded(before, empty)
  mustEqual(drawn(loaded), drawn(before), `seed ${seed}, cut at ${cut}${wasOpen ? ', texts open' : ''}`)
  if (loaded.mergeOps(ops.slice(0, cut)).known !== cut) throw new Error(`seed ${seed}: forgot which ops it knows`)
  if (random.chance(0.3)) openTexts(loaded)

  const overlapping = ops.slice(random.integer(cut + 1), cut)
  const rest = random.shuffled([...ops.slice(cut), ...overlapping])
  const secondCut = random.integer(rest.length + 1)
  deliver(loaded, random, rest.slice(0, secondCut))
  if (random.chance(0.5)) loaded = reloaded(loaded, empty)
  deliver(loaded, random, rest.slice(secondCut))
  mustEqual(drawn(loaded), drawn(whole), `seed ${seed}, whole`)
  mustEqual(drawn(reloaded(loaded, empty)), drawn(whole), `seed ${seed}, whole and loaded again`)
  if (loaded.takeLocalOps().length > 0) throw new Error(`seed ${seed}: loading authored`)
}

function reloaded(tree: SpaceTree, empty: () => SpaceTree): SpaceTree {
  const loaded = empty()
  loaded.load(tree.snapshot())
  return loaded
}

function deliver(tree: SpaceTree, random: SeededRandom, ops: readonly TreeOp[]): void {
  const batchSize = random.chance(0.3) ? 1 : 1 + random.integer(30)
  for (let from = 0; from < ops.length; from += batchSize) tree.mergeOps(ops.slice(from, from + batchSize))
}

/** Edits of a few texts by several writers at once, and now and then one that is damaged, anywhere in the history. */
function withTexts(ops: readonly TreeOp[], random: SeededRandom, environment: TestEnvironment): TreeOp[] {
  const all = [...ops]
  const targets = ops.map((op) => op.targetId)
  for (let texts = random.integer(4); texts > 0; texts--) {
    const targetId = random.pick(targets) ?? '0'
    for (const edit of editsOfText(targetId, random.pick(TEXT_KEYS) ?? 'body', random, environment)) {
      all.splice(random.integer(all.length + 1), 0, edit)
    }
  }
  return all
}

function editsOfText(targetId: VertexId, key: string, random: SeededRandom, environment: TestEnvironment): EditText[] {
  const writers = Array.from({ length: 3 }, () => ({ doc: new Y.Doc(), peerId: newPeerId(environment) }))
  const edits: EditText[] = []
  let counter = 1 + random.integer(50)
  for (const { doc, peerId } of writers) {
    doc.clientID = random.integer(2 ** 31)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'sync') edits.push({ id: { counter: counter++, peerId }, targetId, key, update })
    })
  }
  for (let step = 0; step < 15; step++) {
    const [from, to] = [random.pick(writers), random.pick(writers)]
    if (!from || !to) continue
    if (random.chance(0.3)) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc), 'sync')
    else editOnce(from.doc.getText('text'), random)
  }
  const damaged = { id: { counter, peerId: newPeerId(environment) }, targetId, key, update: random.bytes(9) }
  return random.chance(0.2) ? [...edits, damaged] : edits
}

function editOnce(text: Y.Text, random: SeededRandom): void {
  const at = random.integer(text.length + 1)
  const length = Math.min(text.length - at, 1 + random.integer(4))
  if (random.chance(0.6) || length === 0) text.insert(at, 'abcdefgh'.slice(0, 1 + random.integer(8)))
  else if (random.chance(0.7)) text.delete(at, length)
  else text.format(at, length, { bold: random.chance(0.5) ? true : null })
}

function openTexts(tree: SpaceTree): true {
  for (const { id } of tree.getAllVertices()) for (const key of tree.textKeys(id)) tree.text(id, key)
  return true
}

/** Everything that can be read of a tree, a line each. */
function drawn(tree: SpaceTree): string[] {
  const lines = [`${tree.opCount} ops, ${tree.pendingCount} waiting, lamport ${tree.lamport}, root ${tree.root?.id}`]
  for (const { id, parentId } of tree.getAllVertices()) {
    const properties = Object.entries(tree.properties(id)).sort(([a], [b]) => (a < b ? -1 : 1))
    const texts = [...tree.textKeys(id)].sort().map((key) => tree.text(id, key).getText('text').toDelta() as unknown)
    lines.push(`${id} in ${parentId}: ${JSON.stringify([tree.childIds(id), properties, texts])}`)
  }
  lines.push(`moves ${JSON.stringify(tree.getMoveOps())}`)
  const writes = tree.getAllOps().filter((op) => 'key' in op)
  for (const op of writes) lines.push(`${op.targetId}.${op.key} by ${op.id.counter}@${op.id.peerId}`)
  const problems = [...tree.problems].sort((a, b) => compareOpIds(a.op, b.op))
  lines.push(`problems ${JSON.stringify(problems)}`)
  return lines.sort()
}

function mustEqual(actual: readonly string[], expected: readonly string[], where: string): void {
  for (const [i, line] of expected.entries()) {
    if (actual[i] !== line) throw new Error(`${where}:\n${actual[i]}\ninstead of\n${line}`)
  }
  if (actual.length !== expected.length) throw new Error(`${where}: ${actual.length} lines, not ${expected.length}`)
}
