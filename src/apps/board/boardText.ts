import type { VertexId } from '../../core/tree/ops'
import type { Board } from './Board'

/** All text of a board, titles and notes, line by line from left to right; `notesOf` gives the notes of a card without their form. */
export function boardText(board: Board, notesOf: (cardId: VertexId) => string): string {
  const lines = board
    .columns()
    .flatMap(({ id, kind, cardIds }) => [
      kind === 'loose' ? '' : board.title(id),
      ...cardIds.flatMap((cardId) => [board.title(cardId), board.hasNotes(cardId) ? notesOf(cardId) : '']),
    ])
  return lines.filter((line) => line !== '').join('\n')
}
