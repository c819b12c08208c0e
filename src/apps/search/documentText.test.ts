import { describe, expect, it } from 'vitest'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { Board, BOARD_APP, NOTES } from '../board/Board'
import { BoardEdits } from '../board/BoardEdits'
import { parseMarkdown } from '../page/markdown/parseMarkdown'
import { replacePageBody, replaceText } from '../page/PageModel'
import { documentText } from './documentText'

const environment = new TestEnvironment(1)

function newTree(appId?: string): SpaceTree {
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

  it('[SE14] [BD8] has the titles and notes of a board, and of links what one reads', () => {
    const tree = newTree(BOARD_APP)
    const edits = new BoardEdits(new Board(tree), environment)
    const cardId = edits.addCard(edits.addColumn('To *do*') ?? '', 'Bake bread')
    replaceText(tree, cardId, parseMarkdown('As in [[Recipe]] and **more**.\n\n- flour\n- water').doc, NOTES)
    edits.addColumn('Done')
    expect(documentText(tree)).toBe('To *do*\nBake bread\nAs in Recipe and more.\nflour\nwater\nDone')
  })

  it.each([undefined, 'unknown', 'toString', '__proto__'])('[SE14] is empty for a document of app %s', (appId) => {
    expect(documentText(newTree(appId))).toBe('')
  })
})
