import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import { isEditText, type TreeOp, type VertexId } from './ops'
import { newPeerId } from './PeerId'
import type { Steps } from './snapshot/Steps'
import { SpaceTree } from './SpaceTree'

const environment = new TestEnvironment(1)
const treeId = 't'.repeat(32)
const KEY = 'body'
const LONG = 'There is a lot to say on this page, and it goes on. '.repeat(10_000)

/** A text of some megabytes that two have written, what it reads, and all that was authored. */
function written(): { tree: SpaceTree; pageId: VertexId; read: () => string; ops: readonly TreeOp[] } {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  const pageId = tree.createVertex(tree.root!.id)
  const other = tree.replicate(newPeerId(environment))
  const random = new SeededRandom(28)
  const ops = tree.takeLocalOps()
  for (let edit = 0; edit < 12; edit++) {
    const [author, reader] = edit % 3 === 0 ? [other, tree] : [tree, other]
    const text = textOf(author, pageId)
    const at = random.integer(text.length + 1)
    text.insert(at, LONG)
    if (edit % 4 === 3) text.delete(at, LONG.length / 2)
    const authored = author.takeLocalOps()
    reader.mergeOps(authored)
    ops.push(...authored)
  }
  return { tree, pageId, ops, read: () => textOf(tree, pageId).toString() }
}

function textOf(tree: SpaceTree, pageId: VertexId): Y.Text {
  return tree.text(pageId, KEY).getText('text')
}

function emptyCopy(): SpaceTree {
  return new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
}

function loaded(tree: SpaceTree): SpaceTree {
  const copy = emptyCopy()
  copy.load(tree.snapshot({ cutsTexts: true }))
  return copy
}

function finish(steps: Steps<Y.Doc>): { doc: Y.Doc; count: number } {
  for (let count = 1; ; count++) {
    const step = steps.next()
    if (step.done) return { doc: step.value, count }
  }
}

describe('a long text', () => {
  it('[TR28] [TR29] opens in steps from a snapshot, and is the same', () => {
    const { tree, pageId, read } = written()
    const copy = loaded(tree)
    const { doc, count } = finish(copy.textInSteps(pageId, KEY))
    expect(count).toBeGreaterThan(3)
    expect(doc.getText('text').toString()).toBe(read())
    expect(copy.text(pageId, KEY)).toBe(doc)
    expect(finish(copy.textInSteps(pageId, KEY))).toEqual({ doc, count: 1 })
    expect(copy.takeLocalOps()).toEqual([])
    // And once more from what that one keeps, which has read none of it.
    const again = loaded(loaded(tree))
    expect(finish(again.textInSteps(pageId, KEY)).count).toBe(count)
    expect(textOf(again, pageId).toString()).toBe(read())
  })

  it('[TR29] opens in steps from single edits too, in any order of arrival', () => {
    const { pageId, read, ops } = written()
    const copy = emptyCopy()
    copy.mergeOps(ops.filter((op) => !isEditText(op)))
    copy.mergeOps(new SeededRandom(29).shuffled(ops.filter(isEditText)))
    const { doc, count } = finish(copy.textInSteps(pageId, KEY))
    expect(count).toBeGreaterThan(3)
    expect(doc.getText('text').toString()).toBe(read())
    expect(copy.problems).toEqual([])
  })

  it('[TR29] that is being opened takes in what arrives, and is whole for whoever comes', () => {
    const { tree, pageId, read } = written()
    const snapshot = tree.snapshot({ cutsTexts: true })
    const begun = () => {
      const copy = emptyCopy()
      copy.load(snapshot)
      const steps = copy.textInSteps(pageId, KEY)
      for (let step = 0; step < 2; step++) expect(steps.next().done).toBe(false)
      return { copy, steps }
    }
    const [opened, asked, packed, closed, dropped] = [begun(), begun(), begun(), begun(), begun()] as const
    const copies = [opened, asked, packed, closed, dropped]
    textOf(tree, pageId).insert(7, 'late')
    const late = tree.takeLocalOps()
    for (const { copy } of copies) copy.mergeOps(late)
    expect(finish(opened.steps).doc.getText('text').toString()).toBe(read())
    expect(asked.copy.readText(pageId, KEY, (doc) => doc.getText('text').toString())).toBe(read())
    expect(finish(asked.steps)).toEqual({ doc: asked.copy.text(pageId, KEY), count: 1 })
    expect(textOf(loaded(packed.copy), pageId).toString()).toBe(read())
    expect(finish(packed.steps).doc.getText('text').toString()).toBe(read())
    closed.copy.closeText(pageId, KEY)
    expect(finish(closed.steps).doc.getText('text').toString()).toBe(read())
    dropped.copy.dispose()
    for (const { copy } of copies) expect(copy.takeLocalOps()).toEqual([])
    textOf(opened.copy, pageId).insert(0, 'own')
    tree.mergeOps(opened.copy.takeLocalOps())
    expect(textOf(opened.copy, pageId).toString()).toBe(read())
  })
})
