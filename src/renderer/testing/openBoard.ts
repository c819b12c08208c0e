import { expect } from 'vitest'
import { Board } from '../../apps/board/Board'
import { BoardEdits } from '../../apps/board/BoardEdits'
import type { Space } from '../../core/space/Space'
import type { FakeHome } from './FakeHome'
import { renderSpaceWindow } from './renderWindow'
import { writeBoard, type SampleCard } from './sampleBoard'

export const COLUMNS: Readonly<Record<string, readonly SampleCard[]>> = {
  'To do': ['Milk', 'Bread'],
  Doing: ['Salt'],
  Done: [],
}

/** A window with a board open, and that board's model beside it, as another window would have it. */
export async function openBoard(
  fill = (space: Space) => writeBoard(space, space.contentId, 'Shopping', COLUMNS),
  home?: FakeHome,
) {
  const opened = await renderSpaceWindow(fill, home)
  const { space, made, workspace, screen } = opened
  workspace.navigation.open(made)
  await expect.element(screen.getByRole('group', { name: 'Columns' })).toBeVisible()
  const { tree } = await space.openAppTree(space.entries.get(made)?.treeId ?? '')
  const board = new Board(tree)
  const shown = (): string[] =>
    board
      .columns()
      .map(({ id, cardIds }) => `${board.title(id)}: ${cardIds.map((card) => board.title(card)).join(', ')}`)
  const id = (title: string): string => {
    const ids = board.columns().flatMap((column) => [column.id, ...column.cardIds])
    return ids.find((each) => board.title(each) === title) ?? ''
  }
  const card = (name: string) => screen.getByRole('button', { name, exact: true })
  return { ...opened, tree, board, shown, id, card, others: new BoardEdits(board, space.environment) }
}

/** The words on what has the keyboard. */
export const focused = (): string => document.activeElement?.textContent.trim() ?? ''
