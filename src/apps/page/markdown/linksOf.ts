import type { JSONContent } from '@tiptap/core'
import { marksOf } from '../schema/atomMarks'
import { innerPath, splitAnchor } from './LinkPath'

/** A link, embed or picture of a page as its text has it, if it leads to something in the space. */
export interface WrittenLink {
  /** As written, decoded: `Folder/Note#Heading`. */
  readonly target: string
  /** `Folder/Note`; empty when it stays within the page. */
  readonly path: string
  readonly anchor: string | null
  readonly embed: boolean
  readonly syntax: 'wiki' | 'markdown'
  /** The entry it was resolved to; null while unresolved. */
  readonly entryId: string | null
}

/** All inner links of a document, in order. A link over several pieces of text counts once. */
export function linksOf(doc: JSONContent): WrittenLink[] {
  const links: WrittenLink[] = []
  let lastMark: string | undefined
  const visit = (node: JSONContent): void => {
    const ofNode = nodeLink(node)
    if (ofNode) links.push(ofNode)
    const mark = linkMark(node)
    const key = mark && JSON.stringify(mark)
    const ofMark = mark && key !== lastMark ? markLink(mark) : null
    lastMark = key
    if (ofMark) links.push(ofMark)
    node.content?.forEach(visit)
  }
  visit(doc)
  return links
}

/** What a node links to, if it is one of those that do. */
export function nodeLink(node: JSONContent): WrittenLink | null {
  const attrs = node.attrs ?? {}
  const target = text(attrs['target'])
  const anchor = text(attrs['anchor'])
  const link = { anchor, syntax: syntaxOf(attrs['syntax']), entryId: text(attrs['entryId']) }
  switch (node.type) {
    case 'pageLink':
    case 'pageEmbed': {
      const embed = node.type === 'pageEmbed' || attrs['embed'] === true
      return { ...link, target: target ?? '', path: splitAnchor(target ?? '').path, embed }
    }
    case 'image':
    case 'file': {
      if (target === null) return null
      const embed = node.type === 'image' || attrs['embed'] === true
      return { ...link, target: anchor === null ? target : `${target}#${anchor}`, path: target, embed }
    }
    default:
      return null
  }
}

/** What a `link` mark leads to, if that is in the space. */
export function markLink(attrs: Readonly<Record<string, unknown>>): WrittenLink | null {
  const target = innerPath(text(attrs['href']) ?? '')
  if (target === null) return null
  return { target, ...splitAnchor(target), embed: false, syntax: 'markdown', entryId: text(attrs['entryId']) }
}

/** The attributes of the node's `link` mark. */
export function linkMark(node: JSONContent): Record<string, unknown> | undefined {
  const mark = marksOf(node).find((candidate) => candidate.type === 'link')
  return mark && (mark.attrs ?? {})
}

function syntaxOf(value: unknown): 'wiki' | 'markdown' {
  return value === 'markdown' ? 'markdown' : 'wiki'
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
