import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './parseMarkdown'
import { serializeMarkdown } from './serializeMarkdown'

describe('front matter', () => {
  it('[PG10] becomes properties, dates and odd numbers as the text they were', () => {
    const { frontMatter, doc } = parseMarkdown(
      '---\na: 1\nb: [x, "y"]\nc:\n  d: true\ndate: 2024-01-02\nbig: 12345678901234567890\nnot: .nan\nempty:\n---\nText',
    )
    expect(frontMatter).toEqual({
      ...{ a: 1, b: ['x', 'y'], c: { d: true }, date: '2024-01-02' },
      ...{ big: '12345678901234567890', not: '.nan', empty: null },
    })
    expect(doc.content).toHaveLength(1)
  })

  it('[PG10] is written back so that it is read the same', () => {
    const properties = {
      'a: b': '# x',
      '': 1,
      list: [],
      text: 'a\nb\n',
      yes: 'yes',
      n: '1',
      __proto__x: { deep: [null, -0.5] },
    }
    const { doc } = parseMarkdown('x')
    expect(parseMarkdown(serializeMarkdown(doc, { frontMatter: properties })).frontMatter).toEqual(properties)
  })

  it.each([
    '---\na: b: c\n---\nx',
    '---\na: 1\na: 2\n---\nx',
    '---\na: &x [*x]\n---\nx',
    '---\n? [a]: b\nc: d\n---\nx',
    '---\na: [\n---\nx',
  ])('[PG3] that cannot be read stays on the page: %j', (source) => {
    const { doc, frontMatter, problems } = parseMarkdown(source)
    const kept = JSON.stringify(doc)
    expect(frontMatter).toBeNull()
    expect([...source.matchAll(/\w/g)].every(([letter]) => kept.includes(letter))).toBe(true)
    if (doc.content?.[0]?.type === 'rawBlock') expect(problems).toHaveLength(1)
    expect(parseMarkdown(serializeMarkdown(doc)).doc).toEqual(doc)
  })

  it('[PG10] does not take a rule at the top for properties', () => {
    const { frontMatter, doc } = parseMarkdown('---\n\nSome text\n\n---\n\nMore')
    expect(frontMatter).toBeNull()
    expect(doc.content?.map((node) => node.type)).toEqual([
      'horizontalRule',
      'paragraph',
      'horizontalRule',
      'paragraph',
    ])
    expect(parseMarkdown(serializeMarkdown(doc)).doc).toEqual(doc)
  })

  it('[PG4] does not expand aliases without end', () => {
    const lines = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)]
    expect(parseMarkdown(`---\n${lines.join('\n')}\n---\n`).problems).toMatchObject([
      { why: expect.stringContaining('too many') as string },
    ])
  })

  it('[PG3] says which comments are not kept', () => {
    expect(parseMarkdown('---\n# remember\na: 1\n---\n').problems).toMatchObject([{ what: '# remember' }])
  })
})
