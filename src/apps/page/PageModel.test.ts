import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { isEditText, type TreeOp } from '../../core/tree/ops'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { fixtures } from './markdown/testing/fixtures'
import { parseMarkdown } from './markdown/parseMarkdown'
import { pageJson, pageText, replacePageBody } from './PageModel'
import { pageSchema } from './schema/index'

const environment = new TestEnvironment(1)

function newPage(markdown: string): SpaceTree {
  const tree = SpaceTree.create({ treeId: 'a'.repeat(32), peerId: newPeerId(environment), environment })
  replacePageBody(tree, parseMarkdown(markdown).doc)
  return tree
}

function editSizes(ops: readonly TreeOp[]): number[] {
  return ops.filter(isEditText).map((op) => op.update.byteLength)
}

function normal(doc: JSONContent): unknown {
  return pageSchema.nodeFromJSON(doc).toJSON()
}

describe('PageModel', () => {
  it.each(Object.keys(fixtures))('[PG11] %s: a page comes back as it was written, without a DOM', (name) => {
    const { doc } = parseMarkdown(fixtures[name] ?? '')
    const tree = newPage(fixtures[name] ?? '')
    expect(pageJson(tree)).toEqual(normal(doc))
    expect(tree.takeLocalOps().filter(isEditText)).toHaveLength(1)
    replacePageBody(tree, doc)
    expect(tree.takeLocalOps()).toEqual([])
  })

  it('[PG11] keeps the marks of pictures and links in a line, which the shared text has only for text', () => {
    const tree = newPage('**[[Note]]** [![a](b.png)](https://x.org)')
    const [link, , image] = pageJson(tree).content?.[0]?.content ?? []
    expect(link?.attrs?.['marks']).toBe('[{"type":"bold"}]')
    expect(image?.attrs?.['marks']).toContain('https://x.org')
  })

  it('[PG12] writes the smallest edit, which merges with what others write meanwhile', () => {
    const mine = newPage('One\n\nTwo\n\nThree')
    const theirs = mine.replicate(newPeerId(environment))
    mine.takeLocalOps()
    replacePageBody(mine, parseMarkdown('One changed\n\nTwo\n\nThree').doc)
    replacePageBody(theirs, parseMarkdown('One\n\nTwo\n\nThree **too**\n\nFour').doc)
    const [mineOps, theirOps] = [mine.takeLocalOps(), theirs.takeLocalOps()]
    expect(Math.max(...editSizes([...mineOps, ...theirOps]))).toBeLessThan(200)
    mine.mergeOps(theirOps)
    theirs.mergeOps(mineOps)
    expect(pageJson(mine)).toEqual(normal(parseMarkdown('One changed\n\nTwo\n\nThree **too**\n\nFour').doc))
    expect(pageJson(theirs)).toEqual(pageJson(mine))
  })

  it('[PG12] refuses what is no page, and changes nothing', () => {
    const tree = newPage('Text')
    const before = pageJson(tree)
    tree.takeLocalOps()
    for (const doc of [
      { type: 'doc', content: [{ type: 'nothing' }] },
      { type: 'doc', content: [{ type: 'text', text: 'x' }] },
    ]) {
      expect(() => replacePageBody(tree, doc)).toThrow(RangeError)
    }
    expect(tree.takeLocalOps()).toEqual([])
    expect(pageJson(tree)).toEqual(before)
  })

  it('[PG13] writes a page of megabytes in several ops that a pack can hold', () => {
    const source = 'A line of a very long text that nobody splits.\n'.repeat(60_000)
    const tree = newPage(source)
    const sizes = editSizes(tree.takeLocalOps())
    expect(sizes.length).toBeGreaterThan(2)
    expect(Math.max(...sizes)).toBeLessThan(2 * 1024 * 1024)
    expect(pageText(tree).length).toBeGreaterThanOrEqual(source.length - 1)
  })

  it('[PG15] writes a list of thousands of items in several ops, none of which takes long to read', () => {
    const tree = newPage('- A short item\n'.repeat(5000))
    const sizes = editSizes(tree.takeLocalOps())
    expect(sizes.length).toBeGreaterThan(3)
    expect(Math.max(...sizes)).toBeLessThan(150_000)
    expect(pageText(tree).split('\n')).toEqual(Array.from({ length: 5000 }, () => 'A short item'))
  })

  it('[PG14] gives the text for searching, blocks by lines, and nothing for a page that is empty or not there', () => {
    expect(pageText(newPage('# Head\n\nSome **bold** text\n\n- item'))).toBe('Head\nSome bold text\nitem')
    expect(pageText(newPage('See [[Note|the note]] and [[Other]]\nmore'))).toBe('See the note and Other\nmore')
    const empty = new SpaceTree({ treeId: 'b'.repeat(32), peerId: newPeerId(environment), environment })
    expect(pageText(empty)).toBe('')
    expect(pageJson(empty)).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
  })
})
