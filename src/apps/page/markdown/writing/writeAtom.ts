import type { JSONContent } from '@tiptap/core'
import { attributeText, optionalText } from '../attributeText'
import { encodePath, splitAnchor } from '../LinkPath'
import { escapeLabel } from './escapeLabel'
import { linkDestination } from './linkDestination'
import type { EntryName, LinkNames } from './LinkNames'

/** The source of a node that is no text: links, pictures, math and what was kept verbatim. */
export function writeAtom(node: JSONContent, names: LinkNames): string {
  const attrs = node.attrs ?? {}
  switch (node.type) {
    case 'pageLink':
      return writePageLink(attrs, attrs['embed'] === true, names)
    case 'pageEmbed':
      return writePageLink(attrs, true, names)
    case 'file':
      return writeFile(attrs, names)
    case 'image':
      return writeImage(attrs, names)
    case 'mathInline':
      return writeMath(attributeText(attrs['latex']), attrs['display'] === true)
    case 'commentInline':
      return `%%${attributeText(attrs['text'])
        .replace(/%(?=%)/g, '% ')
        .replace(/\n{2,}/g, '\n')}%%`
    case 'footnoteReference':
      return `[^${attributeText(attrs['label'])}]`
    case 'footnoteInline':
      return `^[${attributeText(attrs['text'])}]`
    case 'blockAnchor':
      return `^${attributeText(attrs['id'])}`
    default:
      return attributeText(attrs['text'])
  }
}

function writeMath(latex: string, display: boolean): string {
  const tex = latex.trim()
  // What cannot stand between single dollars can between double ones.
  return display || tex === '' || /[$\n]|\\$/.test(tex) ? `$$${latex}$$` : `$${tex}$`
}

function writePageLink(attrs: Record<string, unknown>, embed: boolean, names: LinkNames): string {
  const name = nameOf(attrs, names)
  const target = attributeText(attrs['target'])
  const anchor = optionalText(attrs['anchor'])
  const label = optionalText(attrs['label'])
  if (attrs['syntax'] === 'markdown') {
    const path = name && !target.startsWith('#') ? join(name.path, anchor) : target
    return `${embed ? '!' : ''}[${escapeLabel(label ?? '')}](${address(path)})`
  }
  const inner = name && !target.startsWith('#') ? join(name.wiki, anchor) : target
  return wiki(embed, [inner, label])
}

function writeFile(attrs: Record<string, unknown>, names: LinkNames): string {
  const embed = attrs['embed'] === true
  const { label, target } = { label: optionalText(attrs['label']), target: fileTarget(attrs, names) }
  if (attrs['syntax'] !== 'markdown') return wiki(embed, [target, label])
  return `${embed ? '!' : ''}[${escapeLabel(label ?? '')}](${address(target)})`
}

function writeImage(attrs: Record<string, unknown>, names: LinkNames): string {
  const alt = optionalText(attrs['alt'])
  const width = attrs['width']
  const height = attrs['height']
  const size = typeof width !== 'number' ? null : typeof height === 'number' ? `${width}x${height}` : String(width)
  const source = optionalText(attrs['src'])
  const title = optionalText(attrs['title'])
  const target = fileTarget(attrs, names)
  if (attrs['syntax'] !== 'markdown' && source === null && title === null) return wiki(true, [target, alt, size])
  const label = [escapeLabel(alt ?? ''), ...(size === null ? [] : [size])].join('|')
  return `![${label}](${source === null ? address(target, title) : linkDestination(source, title)})`
}

function fileTarget(attrs: Record<string, unknown>, names: LinkNames): string {
  const name = nameOf(attrs, names)
  const hash = optionalText(attrs['hash'])
  const written = optionalText(attrs['target']) ?? optionalText(attrs['name']) ?? hash ?? ''
  const current = attrs['syntax'] === 'markdown' ? name?.path : name?.wiki
  return join(current ?? written, optionalText(attrs['anchor']))
}

function nameOf(attrs: Record<string, unknown>, names: LinkNames): EntryName | null {
  const entryId = attrs['entryId']
  return typeof entryId === 'string' ? names(entryId) : null
}

function join(path: string, anchor: string | null): string {
  return anchor === null ? path : `${path}#${anchor}`
}

function wiki(embed: boolean, parts: readonly (string | null)[]): string {
  const inner = parts.filter((part) => part !== null).join('|')
  return `${embed ? '!' : ''}[[${inner.replace(/\]\](?=\])|\]\]|\n/g, (found) => (found === '\n' ? ' ' : '] ]'))}]]`
}

function address(target: string, title: string | null = null): string {
  const { path, anchor } = splitAnchor(target)
  return linkDestination(join(encodePath(path), anchor && encodePath(anchor)), title)
}
