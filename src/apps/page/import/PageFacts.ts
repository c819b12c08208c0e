import type { JSONContent } from '@tiptap/core'
import { anchorKey } from '../markdown/anchorKey'
import type { ParsedPage } from '../markdown/parseMarkdown'

/** What other pages' links need to know of a page before it is written. */
export interface PageFacts {
  readonly path: string
  readonly aliases: readonly string[]
  /** Normalised, see `anchorKey`. */
  readonly headings: ReadonlySet<string>
  readonly blockIds: ReadonlySet<string>
}

export function pageFacts(path: string, page: ParsedPage): PageFacts {
  const headings = new Set<string>()
  const blockIds = new Set<string>()
  const visit = (node: JSONContent): void => {
    if (node.type === 'heading') headings.add(anchorKey(plainText(node)))
    if (node.type === 'blockAnchor') blockIds.add(String(node.attrs?.['id']).toLowerCase())
    node.content?.forEach(visit)
  }
  visit(page.doc)
  return { path, aliases: aliasesOf(page), headings, blockIds }
}

export function aliasesOf({ frontMatter }: Pick<ParsedPage, 'frontMatter'>): string[] {
  const aliases = frontMatter?.['aliases'] ?? frontMatter?.['alias']
  const list = typeof aliases === 'string' ? aliases.split(',') : Array.isArray(aliases) ? aliases : []
  return list.flatMap((alias) => (typeof alias === 'string' && alias.trim() !== '' ? [alias.trim()] : []))
}

/** True when the page has the heading or block the anchor names; of `A#B` the last part counts. */
export function hasAnchor(facts: PageFacts, anchor: string): boolean {
  const last = anchor.slice(anchor.lastIndexOf('#') + 1)
  return last.startsWith('^') ? facts.blockIds.has(last.slice(1).toLowerCase()) : facts.headings.has(anchorKey(last))
}

function plainText(node: JSONContent): string {
  if (typeof node.text === 'string') return node.text
  const { label, target } = node.attrs ?? {}
  const own = typeof label === 'string' ? label : typeof target === 'string' ? target : ''
  return own + (node.content ?? []).map(plainText).join('')
}
