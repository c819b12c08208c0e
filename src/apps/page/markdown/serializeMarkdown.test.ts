import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './parseMarkdown'
import { serializeMarkdown } from './serializeMarkdown'

function rewritten(text: string): string {
  const { doc, frontMatter } = parseMarkdown(text)
  return serializeMarkdown(doc, { frontMatter })
}

function page(...content: JSONContent[]): JSONContent {
  return { type: 'doc', content }
}

function paragraph(...content: JSONContent[]): JSONContent {
  return { type: 'paragraph', content }
}

function text(value: string, ...marks: string[]): JSONContent {
  return { type: 'text', text: value, marks: marks.map((type) => ({ type })) }
}

describe('serializeMarkdown', () => {
  it.each([
    'snake_case and 2 * 3, a == b, AT&T, 50% and $5, [x] and C:\\dir\n',
    'one\ntwo\\\nthree\n',
    '- a\n  - b\n\n    c\n',
    '- [ ] a\n- b\n- [x] c\n',
    '> [!note]- Title\n> body\n>\n> > [!tip]\n> > deep\n',
    '| a | b |\n| :--- | ---: |\n| [[N\\|l]] | `x \\| y` |\n',
    '```js title\ncode\n```\n',
    'see [[Note#A|b]] and ![[p.png|20]] https://x.org/a_b, end\n',
    '%%\nnote\n%%\n\n$$\nx\n$$\n',
    'word[^1] ^id\n\n[^1]: note\n',
    '---\ntags:\n  - a\n---\n# Title\n',
  ])('[PG2] writes %j as it was', (source) => {
    expect(rewritten(source)).toBe(source)
  })

  it('[PG8] calls linked entries what they are called now', () => {
    const link = {
      type: 'pageLink',
      attrs: { entryId: 'e1', target: 'Old#A', anchor: 'A', label: null, syntax: 'wiki' },
    }
    const image = { type: 'image', attrs: { entryId: 'f1', target: 'old.png', syntax: 'markdown', alt: 'x' } }
    const marked = {
      type: 'text',
      text: 'here',
      marks: [{ type: 'link', attrs: { href: 'Old.md#A%20b', entryId: 'e1' } }],
    }
    const doc = page(paragraph(link, text(' '), image, text(' '), marked))
    const names = (id: string): { wiki: string; path: string } | null =>
      id === 'e1' ? { wiki: 'New', path: 'Dir/New.md' } : { wiki: 'n w.png', path: 'n w.png' }
    expect(serializeMarkdown(doc, { names })).toBe('[[New#A]] ![x](n%20w.png) [here](Dir/New.md#A%20b)\n')
    expect(serializeMarkdown(doc)).toBe('[[Old#A]] ![x](old.png) [here](Old.md#A%20b)\n')
  })

  it('[PG2] never lets text become syntax', () => {
    const dangerous = [
      '# a',
      '- a',
      '1. a',
      '> a',
      '---',
      '===',
      '```',
      '~~~',
      '| a |',
      '[a]: b',
      '[[a]]',
      '![[a]]',
      '[a](b)',
      '*a*',
      '_a_',
      '**a**',
      '`a`',
      '~~a~~',
      '==a==',
      '%%a%%',
      '$a$',
      '$$',
      '^[a]',
      '[^1]',
      'a ^id',
      '<b>',
      '<!-- a -->',
      '&amp;',
      'a\\',
      'http://a.b',
      '[ ] a',
      '[!note] a',
      '\\*',
      '+ a',
      '* a',
      ':::',
      'a  b',
      '<a@b.c>',
      '![a](b)',
      '- - -',
      '***',
      '***a***b**',
    ]
    for (const value of dangerous) {
      for (const doc of [
        page(paragraph(text(value))),
        page({ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text(value))] }] }),
        page({
          type: 'blockquote',
          content: [paragraph(text('a'), { type: 'hardBreak', attrs: { soft: true } }, text(value))],
        }),
        page({ type: 'heading', attrs: { level: 2 }, content: [text(value)] }),
      ]) {
        const again = parseMarkdown(serializeMarkdown(doc)).doc
        expect(JSON.stringify(again), value).toContain(JSON.stringify({ type: 'text', text: value }).slice(1, -1))
      }
    }
  })

  it('[PG2] writes marks that touch, overlap and end at punctuation so that they are read again', () => {
    const lines = [
      [text('a', 'bold'), text('b', 'italic'), text('c', 'bold', 'italic'), text('d', 'italic')],
      [text('x'), text('"quoted"', 'bold'), text('y')],
      [text('a '), text(' b ', 'bold'), text('c')],
      [text('a', 'bold'), text('b', 'bold', 'highlight'), text('c', 'highlight'), text('d', 'strike', 'highlight')],
      [text('code', 'code', 'bold'), text('(', 'strike'), text('1')],
    ]
    for (const content of lines) {
      const written = serializeMarkdown(page(paragraph(...content)))
      const marked = (nodes: readonly JSONContent[]): string[] =>
        nodes.flatMap((node) =>
          [...(node.text ?? '')]
            .filter((c) => c !== ' ')
            .map(
              (c) =>
                `${c}:${(node.marks ?? [])
                  .map((m) => m.type)
                  .sort()
                  .join()}`,
            ),
        )
      expect(marked(parseMarkdown(written).doc.content?.[0]?.content ?? []), written).toEqual(marked(content))
    }
  })

  it('[PG2] keeps lists side by side apart', () => {
    const list = (item: string): JSONContent => ({
      type: 'bulletList',
      content: [{ type: 'listItem', content: [paragraph(text(item))] }],
    })
    expect(parseMarkdown(serializeMarkdown(page(list('a'), list('b'), list('c')))).doc.content).toHaveLength(3)
  })

  it('[PG4] writes a line of a hundred thousand pieces', () => {
    const pieces = Array.from({ length: 100_000 }, (_, index) => text('ab ', ...(index % 2 ? ['bold'] : [])))
    expect(serializeMarkdown(page(paragraph(...pieces))).length).toBeGreaterThan(300_000)
  })
})
