import type { JSONContent } from '@tiptap/core'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { Board, NOTES } from '../board/Board'
import { textJson } from '../page/PageModel'

/** A board as a page would say it: a heading for each column, and below it a list of its cards with their notes. */
export function boardContent(tree: SpaceTree): JSONContent {
  const board = new Board(tree)
  const content = board.columns().flatMap(({ id, kind, cardIds }): JSONContent[] => {
    const heading = kind === 'loose' ? 'In no column' : board.title(id) || 'Untitled'
    const items = cardIds.map((cardId) => cardItem(tree, board, cardId))
    const list: JSONContent[] = items.length > 0 ? [{ type: 'bulletList', content: items }] : []
    return [{ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: heading }] }, ...list]
  })
  return { type: 'doc', content }
}

function cardItem(tree: SpaceTree, board: Board, cardId: VertexId): JSONContent {
  const title: JSONContent = { type: 'paragraph', content: [{ type: 'text', text: board.title(cardId) || 'Untitled' }] }
  const notes = board.hasNotes(cardId) ? (textJson(tree, cardId, NOTES).content ?? []) : []
  const isEmpty = notes.every(({ type, content }) => type === 'paragraph' && !content?.length)
  return { type: 'listItem', content: isEmpty ? [title] : [title, ...notes] }
}
