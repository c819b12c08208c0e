import type { Node } from '@tiptap/pm/model'
import { anchorKey } from '../../../apps/page/markdown/anchorKey'

/**
 * Where in a page a link's anchor leads: the position of the heading or block. `A#B` is heading B below heading A;
 * `^id` is the block that carries the anchor, or the one before it when the anchor stands alone.
 */
export function findAnchor(doc: Node, anchor: string): number | undefined {
  const parts = anchor.split('#').filter((part) => part.trim() !== '')
  const last = parts.at(-1)
  if (last === undefined) return undefined
  if (last.startsWith('^')) return findBlock(doc, last.slice(1).toLowerCase())
  const headings = headingsOf(doc)
  return findBelow(headings, parts.map(anchorKey)) ?? headings.find(({ key }) => key === anchorKey(last))?.position
}

interface Heading {
  readonly key: string
  readonly level: number
  readonly position: number
}

function headingsOf(doc: Node): Heading[] {
  const headings: Heading[] = []
  doc.descendants((node, position) => {
    if (node.type.name === 'heading') {
      headings.push({ key: anchorKey(textOf(node)), level: Number(node.attrs['level']), position })
    }
    return !node.isTextblock
  })
  return headings
}

/** The first heading of the last name that lies within a heading of the name before it, and so on up. */
function findBelow(headings: readonly Heading[], names: readonly string[]): number | undefined {
  const [name, ...rest] = names
  for (const [index, heading] of headings.entries()) {
    if (heading.key !== name) continue
    if (rest.length === 0) return heading.position
    const after = headings.slice(index + 1)
    const end = after.findIndex(({ level }) => level <= heading.level)
    const found = findBelow(end === -1 ? after : after.slice(0, end), rest)
    if (found !== undefined) return found
  }
  return undefined
}

function findBlock(doc: Node, id: string): number | undefined {
  let found: number | undefined
  doc.descendants((node, position) => {
    if (found !== undefined) return false
    if (node.type.name !== 'blockAnchor' || String(node.attrs['id']).toLowerCase() !== id) return true
    const place = doc.resolve(position)
    const start = place.before()
    const before = doc.resolve(start).nodeBefore
    const standsAlone = textOf(place.parent).trim() === '' && before !== null
    found = standsAlone ? start - before.nodeSize : start
    return false
  })
  return found
}

/** What is read in a line: anchors are not, and of links their label or what they were written as. */
function textOf(block: Node): string {
  return block.textBetween(0, block.content.size, '', ({ type, attrs }) => {
    if (type.name === 'blockAnchor') return ''
    const shown: unknown[] = [attrs['label'], attrs['target'], attrs['name'], attrs['latex'], attrs['text']]
    return shown.find((value): value is string => typeof value === 'string') ?? ' '
  })
}
