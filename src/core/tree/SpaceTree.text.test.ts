import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import { isEditText, type EditText, type TreeOp, type VertexId } from './ops'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'

const environment = new TestEnvironment(1)
const treeId = 't'.repeat(32)
const KEY = 'body'

function started(): { tree: SpaceTree; pageId: VertexId } {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  return { tree, pageId: tree.createVertex(tree.root!.id) }
}

function copyOf(tree: SpaceTree): SpaceTree {
  return tree.replicate(newPeerId(environment))
}

function textOf(tree: SpaceTree, pageId: VertexId): Y.Text {
  return tree.text(pageId, KEY).getText('text')
}

const writtenBy = new WeakMap<SpaceTree, TreeOp[]>()

/** All that it ever authored, as a journal has it. */
function written(tree: SpaceTree): readonly TreeOp[] {
  const ops = [...(writtenBy.get(tree) ?? []), ...tree.takeLocalOps()]
  writtenBy.set(tree, ops)
  return ops
}

function editsOf(ops: readonly TreeOp[]): EditText[] {
  return ops.filter(isEditText)
}

function editRandomly(text: Y.Text, random: SeededRandom): void {
  const at = random.integer(text.length + 1)
  const length = Math.min(text.length - at, 1 + random.integer(4))
  const dice = random.next()
  if (dice < 0.6 || length === 0) text.insert(at, 'abcdefgh'.slice(0, 1 + random.integer(8)))
  else if (dice < 0.8) text.delete(at, length)
  else text.format(at, length, { bold: random.chance(0.5) ? true : null })
}

describe('text', () => {
  it('[TR17] three replicas that edit at once converge, whatever order and however often edits arrive', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new SeededRandom(seed)
      const { tree, pageId } = started()
      const trees = [tree, copyOf(tree), copyOf(tree)]
      for (let step = 0; step < 40; step++) {
        const editor = random.pick(trees)!
        if (random.chance(0.2)) editor.mergeOps(random.shuffled(written(random.pick(trees)!)))
        else editRandomly(textOf(editor, pageId), random)
      }
      const all = trees.flatMap(written)
      for (const each of [...trees, copyOf(tree)]) {
        for (const op of random.shuffled(all)) each.mergeOps([op])
        expect(textOf(each, pageId).toDelta()).toEqual(textOf(tree, pageId).toDelta())
        expect(each.problems).toEqual([])
      }
      const late = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
      late.mergeOps(random.shuffled(all))
      expect(textOf(late, pageId).toDelta()).toEqual(textOf(tree, pageId).toDelta())
      expect(late.takeLocalOps()).toEqual([])
    }
  })

  it('[TR10] [TR17] merging and opening texts authors nothing, even where Yjs would tidy up formatting', () => {
    const { tree, pageId } = started()
    textOf(tree, pageId).insert(0, 'some words to format')
    const other = copyOf(tree)
    // Both make the same words bold: after a merge one pair of marks is redundant.
    for (const each of [tree, other]) textOf(each, pageId).format(0, 10, { bold: true })
    const [ours, theirs] = [written(tree), written(other)]
    tree.mergeOps(theirs)
    other.mergeOps(ours)
    expect([...tree.takeLocalOps(), ...other.takeLocalOps()]).toEqual([])
    expect(textOf(copyOf(tree), pageId).toDelta()).toEqual(textOf(other, pageId).toDelta())
  })

  it('[TR18] one local Yjs transaction is one op, told like any local change', () => {
    const { tree, pageId } = started()
    const doc = tree.text(pageId, KEY)
    let localCalls = 0
    const texts: unknown[] = []
    tree.onLocalOps(() => localCalls++)
    tree.onChange((change) => texts.push([change.local, change.texts]))
    tree.takeLocalOps()
    doc.transact(() => {
      doc.getText('text').insert(0, 'one')
      doc.getText('text').insert(3, ' two')
    })
    expect(editsOf(tree.takeLocalOps())).toHaveLength(1)
    expect(localCalls).toBe(1)
    expect(texts).toEqual([[true, new Map([[pageId, new Set([KEY])]])]])
  })

  it('[TR18] within transact the edits of each text are one op, after what it may refer to', () => {
    const { tree, pageId } = started()
    tree.takeLocalOps()
    const newId = tree.transact(() => {
      textOf(tree, pageId).insert(0, 'a')
      const id = tree.createVertex(pageId)
      textOf(tree, id).insert(0, 'new')
      textOf(tree, pageId).insert(1, 'b')
      textOf(tree, pageId).delete(0, 1)
      return id
    })
    const ops = tree.takeLocalOps()
    expect(ops.map((op) => [op.targetId === newId, isEditText(op)])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [true, true],
    ])
    const copy = copyOf(tree)
    expect([textOf(copy, pageId).toJSON(), textOf(copy, newId).toJSON()]).toEqual(['b', 'new'])
  })

  it('[TR17] a merged batch is one Yjs transaction per open text and comes back as no op', () => {
    const { tree, pageId } = started()
    const copy = copyOf(tree)
    const doc = copy.text(pageId, KEY)
    let transactions = 0
    doc.on('afterTransaction', () => transactions++)
    for (const letter of 'letters') textOf(tree, pageId).insert(0, letter)
    copy.mergeOps(written(tree))
    expect([doc.getText('text').toJSON(), transactions]).toEqual(['srettel', 1])
    expect(copy.takeLocalOps()).toEqual([])
  })

  it('[TR18] what an editor answers to a merged edit is authored after it', () => {
    const { tree, pageId } = started()
    const copy = copyOf(tree)
    const doc = copy.text(pageId, KEY)
    doc.getText('text').observe((_event, transaction) => {
      if (!transaction.local) doc.getMap('seen').set('length', doc.getText('text').length)
    })
    textOf(tree, pageId).insert(0, 'abc')
    const locals: boolean[] = []
    copy.onChange((change) => locals.push(change.local))
    copy.mergeOps(written(tree))
    expect(locals).toEqual([false, true])
    tree.mergeOps(copy.takeLocalOps())
    expect(tree.text(pageId, KEY).getMap('seen').get('length')).toBe(3)
  })

  it('[TR6] [TR17] an edit of a vertex that has not arrived waits', () => {
    const { tree, pageId } = started()
    const doc = tree.text(pageId, KEY)
    doc.getText('text').insert(0, 'early')
    const ops = written(tree)
    const copy = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
    copy.mergeOps(editsOf(ops))
    expect([copy.pendingCount, copy.heldOps().length]).toEqual([1, 1])
    copy.mergeOps(ops)
    expect(textOf(copy, pageId).toJSON()).toBe('early')
    expect(copy.textKeys(pageId)).toEqual([KEY])
  })

  it('[TR19] an update nobody can read is kept, named, and leaves the others alone', () => {
    const { tree, pageId } = started()
    textOf(tree, pageId).insert(0, 'good')
    const foreign = new Y.Doc()
    foreign.getText('text').insert(0, 'half an update')
    foreign.getText('text').delete(0, 4)
    // Its inserts can be read, the list of its deletes cannot.
    const cut = Y.encodeStateAsUpdate(foreign).slice(0, -1)
    const op = { targetId: pageId, key: KEY }
    const bad = { ...op, id: { counter: 99, peerId: '1'.repeat(20) }, update: cut }
    const worse = { ...op, id: { counter: 1, peerId: '2'.repeat(20) }, update: Uint8Array.of(7) }
    const open = copyOf(tree)
    textOf(open, pageId)
    const closed = copyOf(tree)
    for (const copy of [open, closed]) {
      copy.mergeOps([bad, worse])
      textOf(tree, pageId).insert(0, 'very ')
      copy.mergeOps(written(tree))
      expect(textOf(copy, pageId).toJSON()).toBe(textOf(tree, pageId).toJSON())
      expect(copy.problems.map((problem) => problem.op.counter).sort((a, b) => a - b)).toEqual([1, 99])
      expect(copy.heldOps()).toContain(bad)
    }
    closed.closeText(pageId, KEY)
    textOf(closed, pageId)
    expect(closed.problems).toHaveLength(2)
  })

  it('[TR12] [TR19] an observer that throws keeps no other text from its edits', async () => {
    const own = new TestEnvironment(5)
    const { tree, pageId } = started()
    const otherId = tree.createVertex(pageId)
    const copy = new SpaceTree({ treeId, peerId: newPeerId(own), environment: own })
    copy.mergeOps(written(tree))
    textOf(copy, pageId).observe(() => {
      throw new Error('mistake in an editor')
    })
    textOf(copy, otherId)
    textOf(tree, pageId).insert(0, 'first')
    textOf(tree, otherId).insert(0, 'second')
    copy.mergeOps(written(tree))
    expect([textOf(copy, pageId).toJSON(), textOf(copy, otherId).toJSON()]).toEqual(['first', 'second'])
    await expect(own.run()).rejects.toThrow('mistake in an editor')
  })

  it('[TR20] gives every document a client id of its own of up to 52 bits, which survives late arrivals', () => {
    const { tree, pageId } = started()
    const ids = Array.from({ length: 40 }, () => copyOf(tree).text(pageId, KEY).clientID)
    expect(new Set(ids).size).toBe(40)
    expect(ids.every((id) => Number.isSafeInteger(id) && id < 2 ** 52)).toBe(true)
    expect(ids.filter((id) => id > 2 ** 32).length).toBeGreaterThan(35)
    for (const letter of 'backwards') textOf(tree, pageId).insert(0, letter)
    const copy = copyOf(started().tree)
    const late = new SpaceTree({ treeId, peerId: copy.peerId, environment })
    late.mergeOps(tree.getAllOps() as TreeOp[])
    textOf(late, pageId)
    for (const op of editsOf(written(tree)).reverse()) late.mergeOps([op])
    expect(textOf(late, pageId).toJSON()).toBe('sdrawkcab')
  })

  it('[TR17] a closed text keeps its edits and opens again', () => {
    const { tree, pageId } = started()
    const doc = tree.text(pageId, KEY)
    doc.getText('text').insert(0, 'kept')
    expect(tree.text(pageId, KEY)).toBe(doc)
    tree.closeText(pageId, KEY)
    expect(doc.isDestroyed).toBe(true)
    const other = copyOf(tree)
    textOf(other, pageId).insert(4, ' on')
    tree.mergeOps(other.takeLocalOps())
    expect(tree.text(pageId, KEY)).not.toBe(doc)
    expect(textOf(tree, pageId).toJSON()).toBe('kept on')
    tree.dispose()
    expect(tree.readText(pageId, KEY, (last) => last.getText('text').toJSON())).toBe('kept on')
    expect(tree.text(pageId, KEY).isDestroyed).toBe(false)
    expect(textOf(tree, pageId).toJSON()).toBe('kept on')
  })

  it('[TR17] an open text holds no single edits, and loses nothing of what they made', () => {
    const { tree, pageId } = started()
    for (let i = 0; i < 1000; i++) textOf(tree, pageId).insert(i, 'x')
    expect(editsOf(tree.heldOps())).toEqual([])
    const loaded = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
    loaded.load(tree.snapshot())
    tree.closeText(pageId, KEY)
    expect(tree.textKeys(pageId)).toEqual([KEY])
    for (const each of [tree, loaded]) expect(textOf(each, pageId).toJSON()).toBe('x'.repeat(1000))
  })
})
