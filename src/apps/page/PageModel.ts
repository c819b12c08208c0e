import type { JSONContent } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import { pageSchema } from './schema'

/** The name of a page's text on its root vertex, and of the ProseMirror content in it. */
export const BODY = 'body'

/** More text than this is written in several ops, so that none grows beyond what a pack may hold. */
const CHARS_PER_WRITE = 1024 * 1024

/** The page's rich text; undefined until the root of its tree has arrived. */
export function pageBody(tree: SpaceTree): Y.XmlFragment | undefined {
  return tree.root && tree.text(tree.root.id, BODY).getXmlFragment(BODY)
}

/** The page as a ProseMirror document; what an older or newer schema cannot hold is left out of the result. */
export function pageJson(tree: SpaceTree): JSONContent {
  const body = pageBody(tree)
  if (!body || body.length === 0) return { type: 'doc', content: [{ type: 'paragraph' }] }
  return yXmlFragmentToProseMirrorRootNode(body, pageSchema).toJSON() as JSONContent
}

/** All text of the page, blocks separated by line breaks: for searching and previews. */
export function pageText(tree: SpaceTree): string {
  const body = pageBody(tree)
  if (!body || body.length === 0) return ''
  const root = yXmlFragmentToProseMirrorRootNode(body, pageSchema)
  return root.textBetween(0, root.content.size, '\n', ' ')
}

/**
 * Makes the page read `doc`, by the smallest edit: what others write into the parts that stay merges with it. Throws
 * RangeError, and changes nothing, when `doc` is no document of the page schema.
 */
export function replacePageBody(tree: SpaceTree, doc: JSONContent): void {
  const body = pageBody(tree)
  if (!body?.doc) throw new Error('The page is not loaded.')
  const root = pageSchema.nodeFromJSON(doc)
  root.check()
  // A large text is written from its beginning to its end, each step keeping what the one before has written.
  for (const part of growing(root)) {
    updateYFragment(body.doc, body, part, { mapping: new Map(), isOMark: new Map() })
  }
}

function* growing(root: Node): Generator<Node> {
  let written = 0
  let end = 0
  for (let index = 0; index < root.childCount - 1; index++) {
    end += root.child(index).nodeSize
    if (end - written < CHARS_PER_WRITE) continue
    written = end
    yield root.copy(root.content.cut(0, end))
  }
  yield root
}
