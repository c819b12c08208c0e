import type { SpaceTree } from '../../core/tree/SpaceTree'
import { Board, BOARD_APP, NOTES } from '../board/Board'
import { boardText } from '../board/boardText'
import { pageText, plainText } from '../page/PageModel'

/** What is searched in a document, by the app that reads it. Documents of other apps are found by their titles. */
const textByApp: Readonly<Record<string, (tree: SpaceTree) => string>> = {
  page: pageText,
  [BOARD_APP]: (tree) => boardText(new Board(tree), (cardId) => plainText(tree, cardId, NOTES)),
}

/** The text of a document that is loaded, its blocks on lines of their own; empty when nobody here reads it. */
export function documentText(tree: SpaceTree): string {
  const appId = tree.root && tree.property(tree.root.id, 'appId')
  const read = typeof appId === 'string' && Object.hasOwn(textByApp, appId) ? textByApp[appId] : undefined
  return read?.(tree) ?? ''
}
