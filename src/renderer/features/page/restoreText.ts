import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { documentJson, replaceText, textBody } from '../../../apps/page/PageModel'
import { pageSchema } from '../../../apps/page/schema'
import type { SpaceTree } from '../../../core/tree/SpaceTree'
import type { VertexId } from '../../../core/tree/ops'
import { outgoingLinks } from './outgoingLinks'

/** An edit that can be taken back by itself, whatever was written since. */
export interface TakenBack {
  undo(): void
  redo(): void
  /** Nobody will take it back any more. */
  forget(): void
}

/** The origin of edits that an editor takes back, because it has written them itself. */
export const EDITOR: unknown = ySyncPluginKey

/** Makes a text read what another document holds, by one edit, which is a step of its editor's undo if the origin is `EDITOR`. */
export function restoreText(tree: SpaceTree, vertexId: VertexId, from: Y.Doc, origin: unknown): TakenBack {
  const body = textBody(tree, vertexId)
  const manager = new Y.UndoManager(body, { trackedOrigins: new Set([origin]) })
  body.doc?.transact(() => replaceText(tree, vertexId, documentJson(from)), origin)
  manager.trackedOrigins.delete(origin)
  return { undo: () => manager.undo(), redo: () => manager.redo(), forget: () => manager.destroy() }
}

/** The pages that the text in a document links to. */
export function linksOfText(doc: Y.Doc): string[] {
  return outgoingLinks(pageSchema.nodeFromJSON(documentJson(doc)))
}
