import type { JSONContent } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { pageSchema } from './schema'

/** The name of a page's text on its root vertex, and of the ProseMirror content in it. */
const BODY = 'body'

const EMPTY: JSONContent = { type: 'doc', content: [{ type: 'paragraph' }] }

/** More text than this is written in several ops, as is more than so many nodes: whoever reads them takes some milliseconds for each. */
const CHARS_PER_WRITE = 256 * 1024
const NODES_PER_WRITE = 4000

/** The page's rich text; undefined until the root of its tree has arrived. `key` for another text of the page. */
export function pageBody(tree: SpaceTree, key = BODY): Y.XmlFragment | undefined {
  return tree.root && textBody(tree, tree.root.id, key)
}

/** The same of a text that any vertex has, such as the notes of a card. */
export function textBody(tree: SpaceTree, vertexId: VertexId, key = BODY): Y.XmlFragment {
  return bodyIn(tree.text(vertexId, key))
}

/** Of a document that holds such a text. */
export function bodyIn(doc: Y.Doc): Y.XmlFragment {
  return doc.getXmlFragment(BODY)
}

/** The page as a ProseMirror document; what an older or newer schema cannot hold is left out of the result. */
export function pageJson(tree: SpaceTree, key = BODY): JSONContent {
  return tree.root ? textJson(tree, tree.root.id, key) : EMPTY
}

/** The same of a text that any vertex has. */
export function textJson(tree: SpaceTree, vertexId: VertexId, key = BODY): JSONContent {
  return jsonOf(readBody(tree, vertexId, key))
}

/** The same of a document that holds such a text. */
export function documentJson(doc: Y.Doc): JSONContent {
  return jsonOf(rootIn(doc))
}

/** All text of the page, blocks separated by line breaks: for searching and previews. */
export function pageText(tree: SpaceTree): string {
  return tree.root ? plainText(tree, tree.root.id) : ''
}

/** The same of a text that any vertex has. */
export function plainText(tree: SpaceTree, vertexId: VertexId, key = BODY): string {
  const root = readBody(tree, vertexId, key)
  return root ? root.textBetween(0, root.content.size, '\n', leafText) : ''
}

/** Undefined while nothing is written. Leaves no document behind: many pages may be read of which none is edited. */
function readBody(tree: SpaceTree, vertexId: VertexId, key: string): Node | undefined {
  return tree.readText(vertexId, key, rootIn)
}

function rootIn(doc: Y.Doc): Node | undefined {
  const body = bodyIn(doc)
  return body.length === 0 ? undefined : yXmlFragmentToProseMirrorRootNode(body, pageSchema)
}

function jsonOf(root: Node | undefined): JSONContent {
  return root ? (root.toJSON() as JSONContent) : EMPTY
}

/** What a person sees or wrote where the page has no text of its own. */
export function leafText({ type, attrs }: Node): string {
  if (type.name === 'hardBreak') return '\n'
  const shown: unknown[] = [attrs['label'], attrs['target'], attrs['name'], attrs['alt'], attrs['latex'], attrs['text']]
  return shown.find((value): value is string => typeof value === 'string' && value !== '') ?? ' '
}

/**
 * Makes the page read `doc`, by the smallest edit: what others write into the parts that stay merges with it. Throws
 * RangeError, and changes nothing, when `doc` is no document of the page schema.
 */
export function replacePageBody(tree: SpaceTree, doc: JSONContent, key = BODY): void {
  if (!tree.root) throw new Error('The page is not loaded.')
  replaceText(tree, tree.root.id, doc, key)
}

/** The same with a text that any vertex has. */
export function replaceText(tree: SpaceTree, vertexId: VertexId, doc: JSONContent, key = BODY): void {
  const body = textBody(tree, vertexId, key)
  if (!body.doc) throw new Error('A text lies in its document.')
  const root = pageSchema.nodeFromJSON(doc)
  root.check()
  // A large text is written from its beginning to its end, each step keeping what the one before has written.
  for (const part of growing(root)) {
    updateYFragment(body.doc, body, part, { mapping: new Map(), isOMark: new Map() })
  }
}

/** The document grown in steps: each adds at most so much text, and so many nodes. */
function* growing(root: Node): Generator<Node> {
  const ends: number[] = []
  let chars = 0
  let nodes = 0
  root.descendants((node, position) => {
    chars += node.text?.length ?? 0
    nodes += 1
    if (chars < CHARS_PER_WRITE && nodes < NODES_PER_WRITE) return
    chars = 0
    nodes = 0
    ends.push(node.isText ? position + node.nodeSize : position)
  })
  for (const end of ends) if (end > 0) yield root.copy(root.content.cut(0, end))
  yield root
}
