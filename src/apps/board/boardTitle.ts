import type * as Y from 'yjs'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { mergeTexts, spliceBetween } from './Splice'

/** The key of a column's or card's title among its texts, and in the Yjs document of it. */
export const TITLE = 'title'

/** In one line; empty when there is none. A title somebody stored as a property is read too, until one is written here. */
export function readTitle(tree: SpaceTree, id: VertexId): string {
  return storedTitle(tree, id).replace(/\s+/g, ' ').trim()
}

/**
 * Makes `base`, which was read before, `title`; what others wrote into the title meanwhile stays. Where both changed the
 * same place `wins` decides whether the new title stands. Returns what the title is now.
 */
export function writeTitle(tree: SpaceTree, id: VertexId, base: string, title: string, wins = true): string {
  const stored = storedTitle(tree, id)
  const merged = mergeTexts(base, title, stored) ?? (wins ? title : stored)
  const known = tree.textKeys(id).includes(TITLE) ? stored : ''
  if (merged === known) return merged
  const { at, removed, inserted } = spliceBetween(known, merged)
  const doc = tree.text(id, TITLE)
  const text = doc.getText(TITLE)
  doc.transact(() => {
    text.delete(at, removed)
    text.insert(at, inserted)
  })
  tree.closeText(id, TITLE)
  return merged
}

/** Of a document that holds a title. */
export function titleIn(doc: Y.Doc): string {
  return doc.getText(TITLE).toJSON()
}

/** As it is stored. */
export function storedTitle(tree: SpaceTree, id: VertexId): string {
  if (!tree.has(id)) return ''
  if (tree.textKeys(id).includes(TITLE)) return tree.readText(id, TITLE, titleIn)
  const property = tree.property(id, TITLE) ?? tree.property(id, 'name')
  return typeof property === 'string' ? property : ''
}
