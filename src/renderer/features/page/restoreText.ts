import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { documentJson, pageBody, replacePageBody } from '../../../apps/page/PageModel'
import { pageSchema } from '../../../apps/page/schema'
import type { SpaceTree } from '../../../core/tree/SpaceTree'
import { outgoingLinks } from './outgoingLinks'

/** An edit that can be taken back by itself, whatever was written since. */
export interface TakenBack {
  undo(): void
  /** Nobody will take it back any more. */
  forget(): void
}

/** Makes a page read what another document holds, by one edit, which is also a step of the page's own undo. */
export function restoreText(tree: SpaceTree, from: Y.Doc): TakenBack {
  const body = pageBody(tree)
  const doc = body?.doc
  if (!body || !doc) throw new Error('The page is not loaded.')
  const manager = new Y.UndoManager(body, { trackedOrigins: new Set([ySyncPluginKey]) })
  // As if it came from the editor, which takes back what it wrote itself.
  doc.transact(() => replacePageBody(tree, documentJson(from)), ySyncPluginKey)
  manager.trackedOrigins.delete(ySyncPluginKey)
  return { undo: () => manager.undo(), forget: () => manager.destroy() }
}

/** The pages that the text in a document links to. */
export function linksOfText(doc: Y.Doc): string[] {
  return outgoingLinks(pageSchema.nodeFromJSON(documentJson(doc)))
}
