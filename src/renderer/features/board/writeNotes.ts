import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import { NOTES } from '../../../apps/board/Board'
import { fileNode, type NamedFile } from '../../../apps/page/fileNode'
import { pageSchema } from '../../../apps/page/schema'
import type { SpaceTree } from '../../../core/tree/SpaceTree'
import type { VertexId } from '../../../core/tree/ops'

/** Puts a file into the notes of a new card, as it would stand in a page. */
export function writeNotes(tree: SpaceTree, cardId: VertexId, file: NamedFile): void {
  const content = [{ type: 'paragraph', content: [fileNode(file)] }]
  prosemirrorJSONToYXmlFragment(pageSchema, { type: 'doc', content }, tree.text(cardId, NOTES).getXmlFragment(NOTES))
  tree.closeText(cardId, NOTES)
}
