import { describe, expect, it } from 'vitest'
import { parseSearch } from './parseSearch'

const words = (text: string): string[] =>
  parseSearch(text).map((term) => term.words.join(' ') + (term.isBeginning ? '…' : ''))

describe('parseSearch', () => {
  it.each([
    ['garden plan', ['garden…', 'plan…']],
    ['  Größe,ÉTÉ; don’t ', ['grosse…', 'ete…', 'don…', 't…']],
    ['"old oak" tree', ['old oak', 'tree…']],
    ['tree „alte Eiche“ hier', ['tree…', 'alte eiche', 'hier…']],
    ['"old oak', ['old oak…']],
    ['東京 tower', ['東 京…', 'tower…']],
    ['snake_case-word', ['snake…', 'case…', 'word…']],
    ['ﬁne ①', ['fine…', '1…']],
  ])('[SE2] reads %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each(['', '   ', '"', '""', '*', '-- ; !', '。、', '🙂', '\ud800', '\u0000'])(
    '[SE3] finds no word in %j',
    (text) => {
      expect(parseSearch(text)).toEqual([])
    },
  )

  it('[SE3] takes the beginning of a question without end', () => {
    expect(parseSearch('word '.repeat(10_000))).toHaveLength(24)
    expect(parseSearch('x'.repeat(10_000))[0]?.words[0]).toHaveLength(1000)
    expect(parseSearch(`"${'word '.repeat(10_000)}"`)[0]?.words).toHaveLength(24)
  })
})
