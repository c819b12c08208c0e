import type { JSONContent } from '@tiptap/core'
import type { StoredFile } from '../../../core/space/Entry'
import type { Lost } from '../../../core/space/VaultReader'
import type { VertexId } from '../../../core/tree/ops'
import { marksOf, withMarks } from '../schema/atomMarks'
import { linkMark, linksOf, markLink, nodeLink, type WrittenLink } from '../markdown/linksOf'
import { VaultIndex, type LinkTarget } from './VaultIndex'

export interface ResolvedPage {
  readonly doc: JSONContent
  readonly resolved: number
  readonly unresolved: number
  /** The pages it links to or shows, each once. */
  readonly linkedPageIds: readonly VertexId[]
  readonly lost: readonly Lost[]
}

/** A page's document with every link led to its entry. What is not found stays as it was written and is listed. */
export function resolveLinks(
  doc: JSONContent,
  path: string,
  index: VaultIndex,
  fileOf: (entryId: VertexId) => StoredFile | undefined,
): ResolvedPage {
  const lost: Lost[] = []
  const linkedPageIds = new Set<VertexId>()
  let resolved = 0
  let unresolved = 0
  for (const link of linksOf(doc)) {
    const target = index.find(link, path)
    if (!target) {
      unresolved += 1
      lost.push({ path, what: asWritten(link), why: 'nothing of this name is in the folder' })
      continue
    }
    resolved += 1
    if (target.kind === 'page') linkedPageIds.add(target.entryId)
    const missing = VaultIndex.missingAnchor(target, link.anchor)
    if (missing !== undefined) {
      lost.push({ path, what: asWritten(link), why: `the page was found, but not "${missing}" in it` })
    }
  }
  const lead = (node: JSONContent): JSONContent => {
    const link = nodeLink(node)
    const target = link && index.find(link, path)
    const led = link && target ? ledTo(node, link, target, fileOf) : node
    return withLedMark({ ...led, ...(led.content && { content: led.content.map(lead) }) }, path, index)
  }
  return { doc: lead(doc), resolved, unresolved, linkedPageIds: [...linkedPageIds].sort(), lost }
}

/** The node for what the link really leads to: only now is it known whether that is a page, a picture or a file. */
function ledTo(
  node: JSONContent,
  link: WrittenLink,
  target: LinkTarget,
  fileOf: (entryId: VertexId) => StoredFile | undefined,
): JSONContent {
  const attrs = { ...node.attrs, entryId: target.entryId }
  if (target.kind === 'page')
    return node.type === 'image' || node.type === 'file' ? pageLink(node, link, target) : { ...node, attrs }
  const file = fileOf(target.entryId)
  if (!file) return { ...node, attrs }
  if (node.type === 'image') return { ...node, attrs: { ...attrs, hash: file.hash, mimeType: file.mimeType } }
  const place = {
    entryId: target.entryId,
    hash: file.hash,
    target: link.path,
    anchor: link.anchor,
    syntax: link.syntax,
    mimeType: file.mimeType,
    marks: node.attrs?.['marks'] as unknown,
  }
  const isPicture = link.embed && file.mimeType.startsWith('image/')
  const inline: JSONContent = isPicture
    ? { type: 'image', attrs: place }
    : {
        type: 'file',
        attrs: {
          ...place,
          name: target.path.slice(target.path.lastIndexOf('/') + 1),
          label: node.attrs?.['label'] as unknown,
          sizeBytes: file.sizeBytes,
          embed: link.embed,
        },
      }
  return node.type === 'pageEmbed' ? { type: 'paragraph', content: [inline] } : inline
}

/** A link that looked like one to a file: `![](Note.md)`, or `[[Plan.pdf]]` where the note is called `Plan.pdf.md`. */
function pageLink(node: JSONContent, link: WrittenLink, target: LinkTarget): JSONContent {
  const { alt, label, marks } = node.attrs ?? {}
  const { anchor, syntax, embed } = link
  const attrs = { entryId: target.entryId, target: link.target, anchor, syntax, embed, marks: marks as unknown }
  return { type: 'pageLink', attrs: { ...attrs, label: (label ?? alt ?? null) as unknown } }
}

function withLedMark(node: JSONContent, path: string, index: VaultIndex): JSONContent {
  const mark = linkMark(node)
  const link = mark && markLink(mark)
  const target = link && index.find(link, path)
  if (!target) return node
  const marks = marksOf(node).map((other) =>
    other.type === 'link' ? { ...other, attrs: { ...other.attrs, entryId: target.entryId } } : other,
  )
  return withMarks(node, marks)
}

function asWritten({ target, embed, syntax }: WrittenLink): string {
  if (syntax === 'wiki') return `${embed ? '!' : ''}[[${target}]]`
  return `${embed ? '!' : ''}[](${target})`
}
