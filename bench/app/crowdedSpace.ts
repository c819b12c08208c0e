import { mkdirSync } from 'node:fs'
import { Board } from '../../src/apps/board/Board'
import { BoardEdits } from '../../src/apps/board/BoardEdits'
import { newBoard } from '../../src/apps/board/newBoard'
import { replacePageBody } from '../../src/apps/page/PageModel'
import type { SpaceTree } from '../../src/core/tree/SpaceTree'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { managerOf } from '../pages/grovePages'
import { longPage } from './longPage'

export const LONG_PAGE = 'Long page'
export const BOARD = 'Full board'
export const FOLDER = 'Full folder'
const COLUMNS = 5
const ENTRIES_PER_FLUSH = 1000

/** A data folder with one space: a page of 2 MB, a board of `cards`, and a folder of `entries`. */
export async function buildCrowdedSpace(data: string, cards: number, entries: number): Promise<void> {
  mkdirSync(data)
  const manager = managerOf(data)
  const open = await manager.createSpace({ name: 'Bench', color: 'green', icon: '🌳' })
  const space = await open.space()
  space.createPage(space.contentId, LONG_PAGE, { write: ({ tree }) => replacePageBody(tree, longPage()) })
  space.createPage(space.contentId, BOARD, { appId: 'board', write: ({ tree }) => fillBoard(tree, cards) })
  const folderId = space.entries.createFolder(space.contentId, FOLDER)
  for (let entry = 1; entry <= entries; entry++) {
    space.entries.createFolder(folderId, `Folder ${entry}`)
    if (entry % ENTRIES_PER_FLUSH === 0) await open.flush()
  }
  await open.flush()
  await manager.closeAll()
}

function fillBoard(tree: SpaceTree, cards: number): void {
  newBoard(tree, nodeEnvironment)
  const edits = new BoardEdits(new Board(tree), nodeEnvironment)
  for (let column = 1; column <= COLUMNS; column++) {
    const columnId = edits.addColumn(`Column ${column}`)
    if (columnId === undefined) throw new Error('the board is not there')
    for (let card = column; card <= cards; card += COLUMNS) edits.addCard(columnId, `Card ${card}`)
  }
}
