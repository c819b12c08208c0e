import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { TestEnvironment } from '../testing/TestEnvironment'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'

const environment = new TestEnvironment(1)
const KEY = 'body'

function started(): { tree: SpaceTree; other: SpaceTree; pageId: string } {
  const tree = SpaceTree.create({ treeId: 't'.repeat(32), peerId: newPeerId(environment), environment })
  const pageId = tree.createVertex(tree.root!.id)
  textOf(tree, pageId).insert(0, 'first')
  tree.closeText(pageId, KEY)
  return { tree, other: tree.replicate(newPeerId(environment)), pageId }
}

function textOf(tree: SpaceTree, pageId: string): Y.Text {
  return tree.text(pageId, KEY).getText('text')
}

function read(tree: SpaceTree, pageId: string): string {
  return tree.readText(pageId, KEY, (doc) => doc.getText('text').toJSON())
}

describe('reading a text', () => {
  it('[TR26] sees each edit as soon as it is merged, and authors nothing', () => {
    const { tree, other, pageId } = started()
    expect(read(tree, pageId)).toBe('first')
    for (const word of [' second', ' third']) {
      textOf(other, pageId).insert(textOf(other, pageId).length, word)
      tree.mergeOps(other.takeLocalOps())
      expect(read(tree, pageId)).toBe(textOf(other, pageId).toJSON())
    }
    tree.takeLocalOps()
    expect(read(tree, pageId)).toBe('first second third')
    expect(tree.takeLocalOps()).toEqual([])
  })

  it('[TR26] leaves the same text to open and to snapshots', () => {
    const { tree, other, pageId } = started()
    textOf(other, pageId).insert(0, 'zeroth ')
    tree.mergeOps(other.takeLocalOps())
    expect(read(tree, pageId)).toBe('zeroth first')
    expect(read(tree.replicate(newPeerId(environment)), pageId)).toBe('zeroth first')
    textOf(tree, pageId).insert(0, 'again ')
    expect(read(tree, pageId)).toBe('again zeroth first')
  })

  it('[TR26] has the open document where there is one, and cannot edit where there is none', () => {
    const { tree, pageId } = started()
    expect(() => tree.readText(pageId, KEY, (doc) => doc.getText('text').insert(0, 'lost'))).toThrow('only read')
    expect(read(tree, pageId)).toBe('first')
    const doc = tree.text(pageId, KEY)
    expect(tree.readText(pageId, KEY, (same) => same === doc)).toBe(true)
    expect(() => tree.readText('nobody', KEY, () => undefined)).toThrow('is not in this tree')
  })

  it('[TR19] [TR26] names an edit that cannot be read, once, and keeps it', () => {
    const { tree, pageId } = started()
    const id = { counter: tree.lamport + 1, peerId: newPeerId(environment) }
    tree.mergeOps([{ id, targetId: pageId, key: KEY, update: Uint8Array.of(1, 2, 3) }])
    expect([read(tree, pageId), read(tree, pageId)]).toEqual(['first', 'first'])
    expect(tree.problems.map(({ op }) => op)).toEqual([id])
    expect(tree.heldOps().some((op) => 'update' in op && op.id.counter === id.counter)).toBe(true)
  })

  it('[TR17] texts of one vertex under several keys, and of several vertices, stay apart', () => {
    const { tree, pageId } = started()
    const secondId = tree.createVertex(pageId)
    for (const [vertexId, key] of [
      [pageId, 'title'],
      [secondId, KEY],
    ] as const)
      tree.text(vertexId, key).getText('text').insert(0, `${key} of ${vertexId}`)
    const other = tree.replicate(newPeerId(environment))
    expect(other.textKeys(pageId)).toEqual([KEY, 'title'])
    expect(other.textKeys(secondId)).toEqual([KEY])
    expect(read(other, pageId)).toBe('first')
    expect(read(other, secondId)).toBe(`${KEY} of ${secondId}`)
  })
})
