import type { JSONContent } from '@tiptap/core'
import { Board, NOTES } from '../apps/board/Board'
import { serializeMarkdown } from '../apps/page/markdown/serializeMarkdown'
import { textJson } from '../apps/page/PageModel'
import type { Space } from '../core/space/Space'
import type { SpaceTree } from '../core/tree/SpaceTree'
import type { TreeId, VertexId } from '../core/tree/ops'
import { spaceLinkNames } from './spaceLinkNames'

/** A board as Markdown: a heading for each column, and below it a list of its cards with their notes. */
export function boardMarkdown(space: Space, treeId: TreeId): Promise<string> {
  return space.withAppTree(treeId, ({ tree }) => {
    const board = new Board(tree)
    const content = board.columns().flatMap(({ id, kind, cardIds }): JSONContent[] => {
      const heading = kind === 'loose' ? 'In no column' : board.title(id) || 'Untitled'
      const items = cardIds.map((cardId) => cardItem(tree, board, cardId))
      const list: JSONContent[] = items.length > 0 ? [{ type: 'bulletList', content: items }] : []
      return [{ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: heading }] }, ...list]
    })
    return serializeMarkdown({ type: 'doc', content }, { frontMatter: null, names: spaceLinkNames(space) })
  })
}

function cardItem(tree: SpaceTree, board: Board, cardId: VertexId): JSONContent {
  const title: JSONContent = { type: 'paragraph', content: [{ type: 'text', text: board.title(cardId) || 'Untitled' }] }
  const notes = board.hasNotes(cardId) ? (textJson(tree, cardId, NOTES).content ?? []) : []
  const isEmpty = notes.every(({ type, content }) => type === 'paragraph' && !content?.length)
  return { type: 'listItem', content: isEmpty ? [title] : [title, ...notes] }
}
