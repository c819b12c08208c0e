import { describe, expect, it } from 'vitest'
import { pageExtensions, pageSchema } from './index'

describe('the page schema', () => {
  it('[PG1] is there without a DOM, with every node and mark a page may hold', () => {
    expect(typeof document).toBe('undefined')
    expect(Object.keys(pageSchema.nodes)).toEqual(
      expect.arrayContaining([
        ...['doc', 'paragraph', 'text', 'heading', 'blockquote', 'callout', 'calloutTitle', 'codeBlock', 'hardBreak'],
        ...['bulletList', 'orderedList', 'listItem', 'taskList', 'taskItem', 'horizontalRule', 'image', 'file'],
        ...['table', 'tableRow', 'tableHeader', 'tableCell', 'pageLink', 'pageEmbed', 'blockAnchor'],
        ...['footnoteReference', 'footnoteDefinition', 'footnoteInline', 'mathInline', 'mathBlock'],
        ...['commentInline', 'commentBlock', 'rawInline', 'rawBlock'],
      ]),
    )
    expect(Object.keys(pageSchema.marks).sort()).toEqual(
      ['bold', 'code', 'highlight', 'italic', 'link', 'strike', 'underline'].sort(),
    )
  })

  it('[PG1] brings no history of its own: undo belongs to the shared text', () => {
    const kit = pageExtensions.find((extension) => extension.name === 'starterKit')
    expect(kit?.options).toMatchObject({ undoRedo: false })
    expect(pageExtensions.map((extension) => extension.name)).not.toContain('undoRedo')
  })

  it('[PG1] fills what Markdown cannot leave empty', () => {
    expect(pageSchema.nodes['doc']?.createAndFill()?.toJSON()).toEqual({
      type: 'doc',
      content: [{ type: 'paragraph' }],
    })
    expect(pageSchema.nodes['callout']?.createAndFill()?.firstChild?.type.name).toBe('calloutTitle')
  })

  it.each(['javascript:alert(1)', 'java\tscript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x'])(
    '[PG9] never renders %j as an address',
    (href) => {
      const mark = pageSchema.mark('link', { href })
      const [, attributes] = mark.type.spec.toDOM?.(mark, true) as unknown as [string, { href: string }]
      expect(attributes.href).toBe('')
    },
  )

  it.each([
    'https://example.org',
    'obsidian://open?vault=x',
    'Note.md',
    '#Heading',
    'mailto:a@b.c',
    'zotero://select/1',
  ])('[PG9] renders %j', (href) => {
    const mark = pageSchema.mark('link', { href })
    const [, attributes] = mark.type.spec.toDOM?.(mark, true) as unknown as [string, { href: string }]
    expect(attributes.href).toBe(href)
  })
})
