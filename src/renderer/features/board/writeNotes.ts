import { NOTES } from '../../../apps/board/Board'
import { fileNode, type NamedFile } from '../../../apps/page/fileNode'
import { replaceText } from '../../../apps/page/PageModel'
import type { SpaceTree } from '../../../core/tree/SpaceTree'
import type { VertexId } from '../../../core/tree/ops'

/** Puts a file into the notes of a new card, as it would stand in a page. */
export function writeNotes(tree: SpaceTree, cardId: VertexId, file: NamedFile): void {
  const content = [{ type: 'paragraph', content: [fileNode(file)] }]
  replaceText(tree, cardId, { type: 'doc', content }, NOTES)
  tree.closeText(cardId, NOTES)
}
