import type { Node } from '@tiptap/pm/model'
import { findAnchor } from './findAnchor'

/** The blocks that a link's anchor means: a block alone, a heading with all that stands below it. Undefined: there is none. */
export function anchoredPart(page: Node, anchor: string): readonly Node[] | undefined {
  const position = findAnchor(page, anchor)
  const block = position === undefined ? null : page.nodeAt(position)
  if (position === undefined || !block) return undefined
  const place = page.resolve(position)
  if (block.type.name !== 'heading') return [block]
  const after = place.parent.children.slice(place.index() + 1)
  const level = Number(block.attrs['level'])
  const end = after.findIndex(({ type, attrs }) => type.name === 'heading' && Number(attrs['level']) <= level)
  return [block, ...(end === -1 ? after : after.slice(0, end))]
}
