import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { pageSchema } from '../schema/index'
import { parseMarkdown } from './parseMarkdown'

function read(text: string): JSONContent[] {
  return parseMarkdown(text).doc.content ?? []
}

function line(text: string): JSONContent[] {
  return read(text)[0]?.content ?? []
}

function first(text: string): JSONContent {
  return line(text)[0] ?? {}
}

function kinds(text: string): (string | undefined)[] {
  return read(text).map((node) => node.type)
}

describe('parseMarkdown', () => {
  it('[PG5] reads wiki links with anchor and label', () => {
    expect(first('[[Folder/Note#Heading|label]]')).toMatchObject({
      type: 'pageLink',
      attrs: { target: 'Folder/Note#Heading', anchor: 'Heading', label: 'label', syntax: 'wiki', embed: false },
    })
    expect(first('[[Note#^b-1]]').attrs).toMatchObject({ anchor: '^b-1', label: null })
    expect(first('[[#Here]]').attrs).toMatchObject({ target: '#Here', anchor: 'Here' })
    expect(first('[[ Note v1.2 ]]')).toMatchObject({ type: 'pageLink', attrs: { target: 'Note v1.2' } })
  })

  it('[PG5] takes [[]], an open [[ and a link over two lines for text', () => {
    expect(first('[[]] [[a')).toEqual({ type: 'text', text: '[[]] [[a' })
    expect(line('[[a\nb]]').map((node) => node.type)).toEqual(['text', 'hardBreak', 'text'])
    expect(line('[[a [[b]]').map((node) => node.type)).toEqual(['text', 'pageLink'])
  })

  it('[PG5] reads embeds: a page alone on its line, a page in a line, pictures with sizes, other files', () => {
    expect(read('![[Note#A]]')[0]).toMatchObject({ type: 'pageEmbed', attrs: { target: 'Note#A', anchor: 'A' } })
    expect(line('see ![[Note]]')[1]).toMatchObject({ type: 'pageLink', attrs: { embed: true } })
    expect(first('![[p.png|100x200]]')).toMatchObject({
      type: 'image',
      attrs: { target: 'p.png', width: 100, height: 200 },
    })
    expect(first('![[a/p.png|words|80]]').attrs).toMatchObject({
      target: 'a/p.png',
      alt: 'words',
      width: 80,
      height: null,
    })
    expect(first('![[talk.mp3]]')).toMatchObject({ type: 'file', attrs: { name: 'talk.mp3', embed: true } })
    expect(first('[[plan.pdf#page=2]]')).toMatchObject({
      type: 'file',
      attrs: { target: 'plan.pdf', anchor: 'page=2', embed: false },
    })
  })

  it('[PG5] reads Markdown pictures: from the web by address, from the vault by decoded path', () => {
    expect(first('![alt|50](https://x.org/p.png "T")').attrs).toMatchObject({
      src: 'https://x.org/p.png',
      alt: 'alt',
      width: 50,
      title: 'T',
    })
    expect(first('![](My%20pics/p.png#icon)').attrs).toMatchObject({
      src: null,
      target: 'My pics/p.png',
      anchor: 'icon',
    })
  })

  it('[PG5] lists inner links, a link over several pieces of text once, and no outer ones', () => {
    const { links } = parseMarkdown(
      '[[A#b]] ![[C]] [a **b** c](D%20e.md#f) [x](https://x.org) [m](mailto:a@b.c) ![](pic.png) ![](https://x.org/y.png)',
    )
    expect(links.map(({ path, anchor, embed, syntax }) => [path, anchor, embed, syntax])).toEqual([
      ['A', 'b', false, 'wiki'],
      ['C', null, true, 'wiki'],
      ['D e.md', 'f', false, 'markdown'],
      ['pic.png', null, true, 'markdown'],
    ])
  })

  it('[PG5] finds wiki links in tables, where the bar is escaped', () => {
    const rows = read('| a | b |\n|---|---|\n| [[Note\\|label]] | ![[p.png\\|20]] |')[0]?.content ?? []
    const cells = rows[1]?.content?.map((cell) => cell.content?.[0]?.content?.[0]?.attrs)
    expect(cells).toMatchObject([
      { target: 'Note', label: 'label' },
      { target: 'p.png', width: 20 },
    ])
  })

  it('[PG6] reads callouts: type, fold, meta, a title with links, a body, nested ones', () => {
    const [callout] = read('> [!tip|wide]- See [[Note]]\n> body\n>\n> > [!warning]+\n> > deep')
    expect(callout?.attrs).toEqual({ type: 'tip', collapsed: 'closed', meta: 'wide' })
    expect(callout?.content?.map((node) => node.type)).toEqual(['calloutTitle', 'paragraph', 'callout'])
    expect(callout?.content?.[0]?.content?.[1]?.attrs).toMatchObject({ target: 'Note' })
    expect(callout?.content?.[2]?.attrs).toMatchObject({ type: 'warning', collapsed: 'open' })
  })

  it('[PG6] takes [!x] elsewhere than at the start of a quote for text', () => {
    expect(kinds('[!note] text')).toEqual(['paragraph'])
    expect(kinds('> text\n> [!note] more')).toEqual(['blockquote'])
    expect(kinds('> [!note](x.md)')).toEqual(['blockquote'])
  })

  it('[PG6] reads task boxes of any character, and splits lists into tasks and others', () => {
    const [tasks, others] = read('- [ ] a\n- [x] b\n- [/] c\n- d')
    expect(tasks?.content?.map((item) => item.attrs)).toEqual([
      { checked: false, status: null },
      { checked: true, status: null },
      { checked: false, status: '/' },
    ])
    expect(others?.type).toBe('bulletList')
    expect(read('- [ ]')[0]?.type).toBe('taskList')
    expect(read('- [a](b) c')[0]?.type).toBe('bulletList')
  })

  it('[PG6] reads highlights, comments, math, footnotes and block ids', () => {
    expect(first('==x==').marks).toEqual([{ type: 'highlight' }])
    expect(first('a == b == c')).toEqual({ type: 'text', text: 'a == b == c' })
    expect(line('a %%b%%')[1]).toEqual({ type: 'commentInline', attrs: { text: 'b' } })
    expect(read('%%\na\n\nb\n%%')).toEqual([{ type: 'commentBlock', attrs: { text: '\na\n\nb\n' } }])
    expect(first('$x$')).toMatchObject({ type: 'mathInline', attrs: { latex: 'x', display: false } })
    expect(first('$5 and $10')).toEqual({ type: 'text', text: '$5 and $10' })
    expect(read('$$\nx\n$$')).toEqual([{ type: 'mathBlock', attrs: { latex: '\nx\n' } }])
    expect(kinds('a[^1]\n\n[^1]: b\n\n    c')).toEqual(['paragraph', 'footnoteDefinition'])
    expect(line('a[^1]\n\n[^1]: b')[1]).toMatchObject({ type: 'footnoteReference', attrs: { label: '1' } })
    expect(first('[^a-z]')).toEqual({ type: 'text', text: '[^a-z]' })
    expect(line('text ^id-1').at(-1)).toMatchObject({ type: 'blockAnchor', attrs: { id: 'id-1' } })
    expect(line('![[p.png]]^id').map((node) => node.type)).toEqual(['image', 'blockAnchor'])
    expect(first('2^10')).toEqual({ type: 'text', text: '2^10' })
  })

  it('[PG7] leaves code alone', () => {
    const source = '[[a]] ==b== %%c%% $d$ ^[e] - [ ] ^id'
    expect(first(`\`${source}\``)).toMatchObject({ text: source, marks: [{ type: 'code' }] })
    expect(read(`\`\`\`\n${source}\n\`\`\``)[0]?.content).toEqual([{ type: 'text', text: source }])
    expect(parseMarkdown(`\`${source}\`\n\n~~~\n${source}\n~~~\n\n    ${source}`).links).toEqual([])
  })

  it('[PG3] keeps HTML, unused definitions and tables with too long rows as source, and lists what it did not understand', () => {
    expect(read('<div>\n<b>x</b>\n</div>')).toEqual([{ type: 'rawBlock', attrs: { text: '<div>\n<b>x</b>\n</div>' } }])
    expect(line('<kbd>x</kbd>')[0]).toMatchObject({ type: 'rawInline', attrs: { text: '<kbd>' } })
    expect(read('[used]\n\n[used]: u\n[not]: n')).toMatchObject([{}, { attrs: { text: '[not]: n' } }])
    const { doc, problems } = parseMarkdown('text\n\n| a |\n|---|\n| b | c |')
    expect(doc.content?.[1]).toEqual({ type: 'rawBlock', attrs: { text: '| a |\n|---|\n| b | c |' } })
    expect(problems).toEqual([
      { line: 3, what: '| a | |---| | b | c |', why: expect.stringContaining('more cells') as string },
    ])
  })

  it('[PG4] keeps what is nested too deeply as source', () => {
    for (const mark of ['>', '- ', '1. ', '> - ', '[^1]: ']) {
      const { doc, problems } = parseMarkdown(`${mark.repeat(3000)}deep`)
      pageSchema.nodeFromJSON(doc).check()
      expect(JSON.stringify(doc)).toContain('deep')
      expect(problems).toHaveLength(1)
    }
  })

  it('[PG4] keeps a text of several megabytes as it is, in pieces', () => {
    const source = '# [[not a link]]\n'.repeat(200_000)
    const { doc, links, problems } = parseMarkdown(source)
    expect(doc.content?.map((node) => node.content?.[0]?.text).join('\n')).toBe(source)
    expect(links).toEqual([])
    expect(problems).toHaveLength(1)
  })

  it('[PG4] reads any openers without end, and any bytes, without throwing', () => {
    const openers = [
      '[',
      '![',
      '[[',
      '![[',
      '[a](',
      '$a ',
      '%%a ',
      '==a ',
      '~~a',
      '*a_ ',
      '`a``',
      '^[',
      '[^',
      '<a ',
      '<!--',
      '&',
      '\\',
      '|',
      '\0',
      '\uD800',
      '\r',
      '---\n',
      '$$\n',
      '%%\n',
      '> [!',
      '```\n',
      '<u>',
      ':::',
    ]
    for (const opener of openers) {
      const { doc } = parseMarkdown(opener.repeat(4000))
      pageSchema.nodeFromJSON(doc).check()
    }
  })

  it('[PG4] replaces what no text can hold, and says so', () => {
    const { doc, problems } = parseMarkdown('ok\na\0b\uD800c')
    expect(JSON.stringify(doc)).toContain('a�b�c')
    expect(problems).toMatchObject([{ line: 2 }])
  })

  it('[PG6] reads every kind of line end and a byte order mark', () => {
    expect(read('\uFEFF# a\r\n\r\nb\rc')).toEqual(read('# a\n\nb\nc'))
    expect(parseMarkdown('\uFEFF---\r\na: 1\r\n---\r\nx').frontMatter).toEqual({ a: 1 })
  })
})
