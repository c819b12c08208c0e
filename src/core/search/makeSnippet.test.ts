import { describe, expect, it } from 'vitest'
import { makeSnippet } from './makeSnippet'
import { markTerms } from './MarkedText'
import { parseSearch } from './parseSearch'
import { SeededRandom } from '../testing/SeededRandom'

const show = (marked: ReturnType<typeof markTerms>): string =>
  marked.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join('')
const snippet = (text: string, query: string): string => show(makeSnippet(text, parseSearch(query)).marked)

describe('makeSnippet', () => {
  it.each([
    ['first\nthe second line\nthird', 'sec', 'the [second] line'],
    ['one walrus\nanother walrus and a narwhal\nnarwhal', 'walrus narwhal', 'another [walrus] and a [narwhal]'],
    ['Größe der Straße', 'strasse GROSSE', '[Größe] der [Straße]'],
    ['I said: don’t, don', '"don t"', 'I said: [don’t], don'],
    ['私は東京に住んでいます。', '東京', '私は[東京]に住んでいます。'],
    ['cafe\u0301 au lait', 'café', '[cafe\u0301] au lait'],
    ['only the title has it\nmore', 'walrus', 'only the title has it'],
    ['', 'walrus', ''],
  ])('[SE5] shows of %j what was searched for with %s', (text, query, expected) => {
    expect(snippet(text, query)).toBe(expected)
  })

  it('[SE5] begins a little before the first place in a long line, and ends where it is read at a glance', () => {
    const line = `${'before '.repeat(60)}the walrus sat ${'after '.repeat(60)}`
    const { marked, passage } = makeSnippet(`start\n${line}\nend`, parseSearch('walrus'))
    expect(show(marked)).toMatch(/^…(before )+the \[walrus\] sat (after ?)+…$/)
    expect(line).toContain(passage)
    expect(passage.length).toBeLessThan(180)
    expect(passage).toContain('walrus')
  })

  it('[SE5] marks without losing or changing a letter', () => {
    const random = new SeededRandom(7)
    const letters = ['a', 'b', 'é', 'ß', ' ', '\n', '東', '京', '🙂', '"', 'İ', 'ﬁ', '\u0301', '.']
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 40 }, () => letters[random.integer(letters.length)]).join('')
      const query = Array.from({ length: 4 }, () => letters[random.integer(letters.length)]).join('')
      const terms = parseSearch(query)
      expect(
        markTerms(text, terms)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
      const { passage } = makeSnippet(text, terms)
      expect(text).toContain(passage)
    }
  })
})
