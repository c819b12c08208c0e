import type { JSONContent } from '@tiptap/core'
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import { Board, BOARD_APP, NOTES } from '../../apps/board/Board'
import { BoardEdits } from '../../apps/board/BoardEdits'
import { pageSchema } from '../../apps/page/schema'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'

/** A card's title, or its title and its notes. */
export type SampleCard = string | readonly [title: string, notes: readonly JSONContent[]]

/** Makes a board with these cards in these columns. */
export function writeBoard(
  space: Space,
  parentId: VertexId,
  name: string,
  columns: Readonly<Record<string, readonly SampleCard[]>>,
): VertexId {
  const { entryId } = space.createPage(parentId, name, {
    appId: BOARD_APP,
    write: ({ tree }) => {
      const edits = new BoardEdits(new Board(tree), space.environment)
      for (const [title, cards] of Object.entries(columns)) {
        const columnId = edits.addColumn(title)
        for (const card of columnId === undefined ? [] : cards) {
          const [text, notes] = typeof card === 'string' ? [card, undefined] : card
          const cardId = edits.addCard(columnId ?? '', text)
          if (!notes) continue
          const fragment = tree.text(cardId, NOTES).getXmlFragment(NOTES)
          prosemirrorJSONToYXmlFragment(pageSchema, { type: 'doc', content: [...notes] }, fragment)
        }
      }
    },
  })
  return entryId
}

/** What is to be done in a garden. */
export function sampleBoard(space: Space, parentId: VertexId, linked: VertexId): VertexId {
  const paragraph = (...content: JSONContent[]): JSONContent => ({ type: 'paragraph', content })
  const text = (words: string): JSONContent => ({ type: 'text', text: words })
  return writeBoard(space, parentId, 'Spring work', {
    'To do': [
      [
        'Build a third raised bed',
        [
          paragraph(
            text('Along the south wall, as drawn in '),
            { type: 'pageLink', attrs: { entryId: linked, target: 'Garden plan' } },
            text('.'),
          ),
          paragraph(text('Larch boards, two by one metre.')),
        ],
      ],
      'Order seed potatoes before the end of the month, early and late sorts',
      'Ask the neighbours about the hedge',
      'Sharpen the spades',
    ],
    Doing: [['Turn the compost', [paragraph(text('Half of it is done.'))]], 'Prune the apple trees'],
    Waiting: ['New water butt'],
    Done: ['Mend the fence', 'Clean the greenhouse'],
  })
}
