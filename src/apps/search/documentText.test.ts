import { describe, expect, it } from 'vitest'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { parseMarkdown } from '../page/markdown/parseMarkdown'
import { replacePageBody } from '../page/PageModel'
import { documentText } from './documentText'

function newTree(appId?: string): SpaceTree {
  const environment = new TestEnvironment(1)
  const tree = SpaceTree.create({ treeId: 'a'.repeat(32), peerId: newPeerId(environment), environment })
  if (appId !== undefined && tree.root) tree.setProperty(tree.root.id, 'appId', appId)
  return tree
}

describe('documentText', () => {
  it('[SE14] is what the app of the document shows of it', () => {
    const page = newTree('page')
    replacePageBody(page, parseMarkdown('# Garden\n\nBeds and **paths**.').doc)
    expect(documentText(page)).toBe('Garden\nBeds and paths.')
  })

  it.each([undefined, 'unknown', 'toString', '__proto__'])('[SE14] is empty for a document of app %s', (appId) => {
    expect(documentText(newTree(appId))).toBe('')
  })
})
