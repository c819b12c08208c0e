import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../../core/testing/SeededRandom'
import { pageSchema } from '../schema/index'
import { fixtures } from './testing/fixtures'
import { parseMarkdown, type ParsedPage } from './parseMarkdown'
import { serializeMarkdown } from './serializeMarkdown'

function asNode(page: ParsedPage): unknown {
  const node = pageSchema.nodeFromJSON(page.doc)
  node.check()
  return node.toJSON()
}

function writtenAndReadAgain(page: ParsedPage): ParsedPage {
  return parseMarkdown(serializeMarkdown(page.doc, { frontMatter: page.frontMatter }))
}

const names = Object.keys(fixtures)

describe('Markdown, read and written', () => {
  it.each(names)('[PG2] %s: reading what was written gives the same page', (name) => {
    const page = parseMarkdown(fixtures[name] ?? '')
    const again = writtenAndReadAgain(page)
    expect(asNode(again)).toEqual(asNode(page))
    expect(again.frontMatter).toEqual(page.frontMatter)
  })

  it('[PG2] holds for pages put together at random', () => {
    const random = new SeededRandom(5)
    const blocks = Object.values(fixtures).flatMap((text) => text.replace(/^---\n[^]*?\n---\n/, '').split(/\n{2,}/))
    for (let run = 0; run < 300; run++) {
      const count = 1 + random.integer(5)
      const source = Array.from({ length: count }, () => inContainer(random.pick(blocks) ?? '', random)).join('\n\n')
      const page = parseMarkdown(source)
      expect(asNode(writtenAndReadAgain(page)), source).toEqual(asNode(page))
    }
  })

  it('[PG3] keeps every word of a page', () => {
    for (const text of Object.values(fixtures)) {
      const page = parseMarkdown(text)
      const written = serializeMarkdown(page.doc, { frontMatter: page.frontMatter })
      // A definition that is used moves into its link: its name is no content.
      const words = text.replace(/\[(?:ref\]\[r|pic\]\[p)\]|^\[[rp]\]/gm, '').match(/[\p{L}\p{N}]{2,}/gu) ?? []
      const kept = new Set(written.match(/[\p{L}\p{N}]{2,}/gu))
      expect(words.filter((word) => !kept.has(word) && !droppedByDesign.has(word))).toEqual([])
    }
  })
})

const droppedByDesign = new Set([
  'br',
  'amp',
  'br',
  'copy',
  'lt',
  'gt',
  'nbsp',
  '35',
  '20Note',
  '20heading',
  'nothing',
  'ref',
  'pic',
  'html',
])

function inContainer(block: string, random: SeededRandom): string {
  const lines = block.split('\n')
  const dice = random.next()
  if (dice < 0.15) return lines.map((line) => `> ${line}`).join('\n')
  if (dice < 0.3) return lines.map((line, index) => (index === 0 ? '- ' : '  ') + line).join('\n')
  if (dice < 0.4) return ['> [!note] Title', ...lines.map((line) => `> ${line}`)].join('\n')
  return block
}
