import * as Y from 'yjs'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { Board, NOTES } from './Board'

/** All text of a board, titles and notes, line by line from left to right: for searching. */
export function boardText(tree: SpaceTree): string {
  const board = new Board(tree)
  const lines = board
    .columns()
    .flatMap(({ id, kind, cardIds }) => [
      kind === 'loose' ? '' : board.title(id),
      ...cardIds.flatMap((cardId) => [board.title(cardId), notesText(tree, cardId)]),
    ])
  return lines.filter((line) => line !== '').join('\n')
}

/** A card's notes without their form, blocks separated by line breaks. */
export function notesText(tree: SpaceTree, cardId: VertexId): string {
  if (!tree.textKeys(cardId).includes(NOTES)) return ''
  return tree.readText(cardId, NOTES, (doc) => {
    const parts: string[] = []
    collect(doc.getXmlFragment(NOTES), parts)
    return parts
      .join('')
      .replace(/\n{2,}/g, '\n')
      .trim()
  })
}

function collect(parent: Y.XmlFragment | Y.XmlElement, parts: string[]): void {
  for (const node of parent.toArray()) {
    if (node instanceof Y.XmlText) parts.push(plainText(node))
    else if (node instanceof Y.XmlElement) {
      if (node.length === 0) parts.push(shownText(node))
      collect(node, parts)
      if (node.toArray().some((child) => child instanceof Y.XmlText)) parts.push('\n')
    }
  }
}

function plainText(text: Y.XmlText): string {
  const delta = text.toDelta() as { insert?: unknown }[]
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
}

/** What a person sees of a node that has no text of its own: a link's words, a file's name. */
function shownText(node: Y.XmlElement): string {
  const attributes = ['label', 'target', 'name', 'alt', 'latex', 'text'].map((key): unknown => node.getAttribute(key))
  return attributes.find((value): value is string => typeof value === 'string' && value !== '') ?? '\n'
}
