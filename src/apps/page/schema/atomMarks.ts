import type { Attribute, JSONContent } from '@tiptap/core'
import type { DOMOutputSpec, Node } from '@tiptap/pm/model'
import { attribute } from './attribute'
import { isSafeAddress } from './safeAddress'

export type MarkJson = NonNullable<JSONContent['marks']>[number]

/**
 * Inline nodes keep their marks in an attribute, as JSON text `[{"type":"bold"}]`: the shared text (y-tiptap) holds
 * marks of text only, and a picture would lose the link it stands in.
 */
export function marksAttribute(): Attribute {
  return attribute('marks', null)
}

/** The marks of text or of an inline node; a line break has none. */
export function marksOf(node: JSONContent): readonly MarkJson[] {
  const written: unknown = node.attrs?.['marks']
  if (node.text !== undefined || typeof written !== 'string') return node.type === 'hardBreak' ? [] : (node.marks ?? [])
  try {
    const marks: unknown = JSON.parse(written)
    return Array.isArray(marks) ? marks.filter(isMark) : []
  } catch {
    return []
  }
}

/** The same text or inline node with other marks. */
export function withMarks(node: JSONContent, marks: readonly MarkJson[]): JSONContent {
  const { marks: _before, ...bare } = node
  if (node.text !== undefined) return marks.length > 0 ? { ...bare, marks: [...marks] } : bare
  const { marks: _written, ...attrs } = node.attrs ?? {}
  return { ...bare, attrs: marks.length > 0 ? { ...attrs, marks: JSON.stringify(marks) } : attrs }
}

/** `spec` inside the elements of the node's marks. */
export function markedSpec(node: Node, spec: DOMOutputSpec): DOMOutputSpec {
  const marks = marksOf({ type: node.type.name, attrs: node.attrs })
  return [...marks].reverse().reduce<DOMOutputSpec>((inner, mark) => {
    const href: unknown = mark.attrs?.['href']
    if (mark.type === 'link') return ['a', typeof href === 'string' && isSafeAddress(href) ? { href } : {}, inner]
    const tag = tagByMark[mark.type]
    return tag === undefined ? inner : [tag, inner]
  }, spec)
}

const tagByMark: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  strike: 's',
  underline: 'u',
  highlight: 'mark',
  code: 'code',
}

function isMark(value: unknown): value is MarkJson {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
