import { describe, expect, it } from 'vitest'
import { AppError } from '../AppError'
import { SeededRandom } from '../testing/SeededRandom'
import { isOneSlipAway } from './isOneSlipAway'
import { keyOfWords, wordsOfKey } from './RecoveryKit'

const key = Uint8Array.from({ length: 32 }, (_, index) => index)
const words =
  'abandon amount liar amount expire adjust cage candy arch gather drum bullet absurd math era live bid rhythm alien crouch range attend journey unaware'

function reasonFor(text: string): string {
  try {
    keyOfWords(text)
  } catch (error) {
    const detail = AppError.detailOf(error)
    if (detail.code === 'wrong-words') return detail.reason
    throw error
  }
  return ''
}

describe('the recovery kit', () => {
  it('[KE7] is 24 words that give the key back', () => {
    expect(wordsOfKey(key).join(' ')).toBe(words)
    const random = new SeededRandom(5)
    for (let round = 0; round < 50; round++) {
      const other = random.bytes(32)
      expect(keyOfWords(wordsOfKey(other).join(' '))).toEqual(other)
    }
  })

  it('[KE7] is read in any case, numbered, with commas and line breaks', () => {
    const numbered = words.split(' ').map((word, index) => `${index + 1}. ${word.toUpperCase()}`)
    for (const messy of [numbered.join('\n'), numbered.join(','), `  ${words.replaceAll(' ', ' \t\r\n')}.`]) {
      expect(keyOfWords(messy)).toEqual(key)
    }
    expect(keyOfWords(words.replaceAll(' ', ';').replace('liar', 'ｌｉａｒ'))).toEqual(key)
  })

  it('[KE7] names the word that is not on the list, and what it may be', () => {
    expect(reasonFor(words.replace('liar', 'liarr'))).toBe('word 3, "liarr", is not one of the list: perhaps "liar"')
    expect(reasonFor(words.replace('unaware', 'вода'))).toBe('word 24, "вода", is not one of the list')
  })

  it('[KE7] says when words are missing or too many', () => {
    expect(reasonFor('')).toBe('there are 0 words where 24 are needed')
    expect(reasonFor(words.replace(' unaware', ''))).toBe('there are 23 words where 24 are needed')
    expect(reasonFor(`${words} zoo`)).toBe('there are 25 words where 24 are needed')
  })

  it('[KE7] notices swapped and mistaken words by the checksum', () => {
    expect(reasonFor(words.replace('bid rhythm', 'rhythm bid'))).toMatch(/another place/)
    expect(reasonFor(words.replace('unaware', 'uncle'))).toMatch(/another word/)
  })

  it('[KE7] refuses what is no list of words without reading all of it', () => {
    expect(reasonFor('zoo '.repeat(100_000))).toBe('the text is too long')
  })
})

describe('a slip', () => {
  it.each([
    ['abandn', 'abandon', true],
    ['abbandon', 'abandon', true],
    ['abondon', 'abandon', true],
    ['abadnon', 'abandon', true],
    ['abandon', 'abandon', true],
    ['abndn', 'abandon', false],
    ['nodnaba', 'abandon', false],
  ])('[KE7] %s for %s: %s', (typed, meant, isNear) => {
    expect(isOneSlipAway(typed, meant)).toBe(isNear)
  })
})
