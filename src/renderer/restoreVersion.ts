import type * as Y from 'yjs'
import { documentJson, textBody, textJson } from '../apps/page/PageModel'
import type { Space } from '../core/space/Space'
import type { SpaceTree } from '../core/tree/SpaceTree'
import type { VertexId } from '../core/tree/ops'
import { EDITOR, linksOfText, restoreText } from './features/page/restoreText'
import type { OpenCard } from './state/Dialogs.svelte'
import { keepLinks } from './state/keepLinks'

/** An edit that a message offers to take back. */
export interface RestoredPage {
  readonly undo: () => void
  /** The message is gone. */
  readonly forget: () => void
}

/** Makes a page read `text`. It stays open for as long as that can be taken back from elsewhere than its own undo. */
export function restorePage(space: Space, entryId: VertexId, tree: SpaceTree, text: Y.Doc): RestoredPage {
  const rootId = tree.root?.id
  if (rootId === undefined) throw new Error('The page is not loaded.')
  const restored = restoreText(tree, rootId, text, EDITOR)
  keepLinks(space, entryId, linksOfText(text))
  void space.openAppTree(tree.treeId)
  return {
    undo: () => {
      restored.undo()
      const { doc } = textBody(tree, rootId)
      if (doc) keepLinks(space, entryId, linksOfText(doc))
    },
    forget: () => {
      restored.forget()
      space.closeAppTree(tree.treeId)
    },
  }
}

/** Makes a card say `title`, unless that is undefined, and its notes read `text`: one step of its board. */
export function restoreCard({ id, edits, keepLinks: keep }: OpenCard, title: string | undefined, text: Y.Doc): void {
  const { tree } = edits.board
  const isSame = JSON.stringify(textJson(tree, id)) === JSON.stringify(documentJson(text))
  const keepNow = (): void => {
    const { doc } = textBody(tree, id)
    if (doc) keep(linksOfText(doc))
  }
  const restoreNotes = () => {
    // Of an origin that the notes' own editor does not take back: the board does.
    const restored = restoreText(tree, id, text, {})
    keepNow()
    const then = (step: () => void) => () => {
      step()
      keepNow()
    }
    return { undo: then(() => restored.undo()), redo: then(() => restored.redo()) }
  }
  edits.restoreVersion(id, title, isSame ? undefined : restoreNotes)
}
