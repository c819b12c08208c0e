import type { JSONContent } from '@tiptap/core'
import { kindOfPath } from './fileKind'
import { splitAnchor } from './LinkPath'

const size = /^(\d{1,5})(?:x(\d{1,5}))?$/

/**
 * The node for `[[inner]]` or, with `embed`, `![[inner]]`. Whether it means a page, a picture or another file is
 * guessed from the extension; resolving links corrects it.
 */
export function wikiLinkNode(inner: string, embed: boolean): JSONContent {
  const [first = '', ...labels] = inner.split('|')
  // In tables the bar is written `\|`, and some write it so everywhere.
  const target = (labels.length > 0 ? first.replace(/\\$/, '') : first).trim()
  const { path, anchor } = splitAnchor(target)
  const kind = kindOfPath(path)
  const place = { target: kind === 'page' ? target : path, anchor, syntax: 'wiki' }
  if (kind === 'image' && embed) return { type: 'image', attrs: { ...place, ...pictureLabel(labels) } }
  const label = labels.join('|').trim() || null
  if (kind === 'page') return { type: 'pageLink', attrs: { ...place, label, embed } }
  return { type: 'file', attrs: { ...place, label, embed, name: path.slice(path.lastIndexOf('/') + 1) } }
}

/** `alt|100x200` taken apart: the size is the last part, where there is one. */
export function pictureLabel(parts: readonly string[]): {
  alt: string | null
  width: number | null
  height: number | null
} {
  const match = size.exec(parts.at(-1)?.trim() ?? '')
  const alt = (match ? parts.slice(0, -1) : parts).join('|').trim() || null
  if (!match) return { alt, width: null, height: null }
  return { alt, width: Number(match[1]), height: match[2] === undefined ? null : Number(match[2]) }
}
