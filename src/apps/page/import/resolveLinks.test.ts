import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { parseMarkdown } from '../markdown/parseMarkdown'
import { serializeMarkdown } from '../markdown/serializeMarkdown'
import { pageFacts } from './PageFacts'
import { resolveLinks, type ResolvedPage } from './resolveLinks'
import { VaultIndex } from './VaultIndex'

const pages: Readonly<Record<string, string>> = {
  'Home.md': '---\naliases: [Start, 首页]\n---\n# Home',
  'Note.md': 'x',
  'A/Note.md': '# One\n\n## Two: **bold** & [[Home|more]]\n\ntext ^block-1',
  'A/B/Note.md': 'x',
  'A/B/Deep.md': 'x',
  'Release 1.2.md': 'x',
  'Plan.pdf.md': 'x',
  'A/Other.md': 'x',
  'A/B/Other.md': 'x',
  'A/A.md': 'folder note',
  'upper.md': 'x',
  'Upper.md': 'x',
}
const files = ['pic.png', 'A/pic.png', 'A/near.png', 'A/B/C/near.png', 'A/My doc.pdf', 'talk.mp3']

const index = new VaultIndex()
for (const [path, text] of Object.entries(pages)) {
  index.add({ kind: 'page', entryId: path, path, facts: pageFacts(path, parseMarkdown(text)) })
}
for (const path of files) index.add({ kind: 'file', entryId: path, path })

function resolved(markdown: string, from = 'Home.md'): ResolvedPage {
  return resolveLinks(parseMarkdown(markdown).doc, from, index, (id) => ({
    hash: `hash of ${id}`,
    sizeBytes: 7,
    mimeType: id.endsWith('.png') ? 'image/png' : 'application/pdf',
  }))
}

function first(page: ResolvedPage): JSONContent {
  const block = page.doc.content?.[0] ?? {}
  return block.type === 'paragraph' ? (block.content?.[0] ?? {}) : block
}

function target(markdown: string, from?: string): unknown {
  const node = first(resolved(markdown, from))
  return (node.attrs?.['entryId'] ?? node.marks?.[0]?.attrs?.['entryId'] ?? null) as unknown
}

describe('resolving links', () => {
  it.each([
    ['[[Note]]', 'Home.md', 'Note.md'],
    ['[[Note]]', 'A/A.md', 'Note.md'],
    ['[x](Note.md)', 'A/A.md', 'A/Note.md'],
    ['[x](/Note.md)', 'A/A.md', 'Note.md'],
    ['[[Other]]', 'Home.md', 'A/Other.md'],
    ['[[Other]]', 'A/B/Deep.md', 'A/B/Other.md'],
    ['[[A/Note]]', 'A/B/Deep.md', 'A/Note.md'],
    ['[[B/Note]]', 'Home.md', 'A/B/Note.md'],
    ['[[../Note]]', 'A/B/Deep.md', 'A/Note.md'],
    ['[[./Deep]]', 'A/B/Note.md', 'A/B/Deep.md'],
    ['[[/Note]]', 'A/B/Deep.md', 'Note.md'],
    ['[[Deep]]', 'Home.md', 'A/B/Deep.md'],
    ['[[dEEp.MD]]', 'Home.md', 'A/B/Deep.md'],
    ['[[Release 1.2]]', 'Home.md', 'Release 1.2.md'],
    ['[[A]]', 'Home.md', 'A/A.md'],
    ['[[start]]', 'A/A.md', 'Home.md'],
    ['[[首页]]', 'A/A.md', 'Home.md'],
    ['[[#Home]]', 'Home.md', 'Home.md'],
    ['[[upper]]', 'Home.md', 'upper.md'],
    ['[[Upper]]', 'Home.md', 'Upper.md'],
    ['[[Plan.pdf]]', 'Home.md', 'Plan.pdf.md'],
    ['[x](A/Note.md)', 'Home.md', 'A/Note.md'],
    ['[x](Note.md)', 'A/B/Deep.md', 'A/B/Note.md'],
    ['[x](../../Home.md#Home)', 'A/B/Deep.md', 'Home.md'],
    ['[x](Release%201.2.md)', 'Home.md', 'Release 1.2.md'],
    ['[x](<Release 1.2>)', 'Home.md', 'Release 1.2.md'],
    ['![[pic.png]]', 'Home.md', 'pic.png'],
    ['![[pic.png]]', 'A/A.md', 'pic.png'],
    ['![](pic.png)', 'A/A.md', 'A/pic.png'],
    ['![[near.png]]', 'A/A.md', 'A/near.png'],
    ['![[near.png]]', 'Home.md', 'A/near.png'],
    ['![](A/pic.png)', 'Home.md', 'A/pic.png'],
    ['![[My doc.pdf#page=2]]', 'Home.md', 'A/My doc.pdf'],
    ['[x](A/My%20doc.pdf)', 'Home.md', 'A/My doc.pdf'],
    ['[[Nothing]]', 'Home.md', null],
    ['[[X/Note]]', 'Home.md', null],
    ['[x](https://example.org/Note.md)', 'Home.md', null],
  ])('[IM6] %s from %s leads to %s', (markdown, from, expected) => {
    expect(target(markdown, from)).toBe(expected)
  })

  it('[IM6] gives pictures and files their content, and every link the kind of what it leads to', () => {
    expect(first(resolved('![[pic.png|50]]'))).toMatchObject({
      type: 'image',
      attrs: { hash: 'hash of pic.png', mimeType: 'image/png', width: 50 },
    })
    expect(first(resolved('[[My doc.pdf|the doc]]'))).toMatchObject({
      type: 'file',
      attrs: { hash: 'hash of A/My doc.pdf', name: 'My doc.pdf', label: 'the doc', sizeBytes: 7, embed: false },
    })
    expect(first(resolved('![](A/Note.md)'))).toMatchObject({
      type: 'pageLink',
      attrs: { embed: true, syntax: 'markdown' },
    })
    expect(first(resolved('[[Plan.pdf]]'))).toMatchObject({ type: 'pageLink', attrs: { target: 'Plan.pdf' } })
    expect(resolved('![[Note]]').doc.content?.[0]).toMatchObject({ type: 'pageEmbed', attrs: { entryId: 'Note.md' } })
  })

  it('[IM6] keeps what a link was written with: resolved pages are written back as they were', () => {
    const source = '[[Note#x|y]] **[[A/Note]]** ![[pic.png|20]] [a **b**](Note.md) [![c](pic.png)](A/A.md)\n'
    expect(serializeMarkdown(resolved(source).doc)).toBe(source)
    expect(resolved(source).resolved).toBe(6)
    expect(resolved('[![c](pic.png)](A/A.md)').linkedPageIds).toEqual(['A/A.md'])
  })

  it('[IM7] reports headings and blocks that are not there, and leads to the page all the same', () => {
    const good =
      '[[A/Note#One]] [[A/Note#one#two bold more]] [[A/Note#^block-1]] [[A/Note#^Block-1]] ![[pic.png#anything]]'
    expect(resolved(good)).toMatchObject({ resolved: 5, unresolved: 0, lost: [] })
    const bad = resolved('[[A/Note#Three]] [[A/Note#^nope]]')
    expect(bad).toMatchObject({ resolved: 2, unresolved: 0, linkedPageIds: ['A/Note.md'] })
    expect(bad.lost).toEqual([
      { path: 'Home.md', what: '[[A/Note#Three]]', why: 'the page was found, but not "Three" in it' },
      { path: 'Home.md', what: '[[A/Note#^nope]]', why: 'the page was found, but not "^nope" in it' },
    ])
  })

  it('[IM7] lists each link that leads nowhere as it was written', () => {
    const { lost, unresolved } = resolved('![[gone.png]] [[Gone#x|y]] [a **b**](gone.md)')
    expect(unresolved).toBe(3)
    expect(lost.map((each) => each.what)).toEqual(['![[gone.png]]', '[[Gone#x]]', '[](gone.md)'])
  })
})
