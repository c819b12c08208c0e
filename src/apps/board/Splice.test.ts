import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { mergeTexts, spliceBetween } from './Splice'

describe('a splice', () => {
  it('[BD4] leads from any text to any other, and leaves no half character', () => {
    const random = new SeededRandom(11)
    const letters = ['a', 'b', '🌱', '🌳', ' ']
    const text = (): string => Array.from({ length: random.integer(6) }, () => letters[random.integer(5)]).join('')
    for (let turn = 0; turn < 2000; turn++) {
      const [from, to] = [text(), text()]
      const { at, removed, inserted } = spliceBetween(from, to)
      expect(from.slice(0, at) + inserted + from.slice(at + removed)).toBe(to)
      for (const part of [inserted, from.slice(at, at + removed), from.slice(0, at)]) {
        expect(() => encodeURIComponent(part)).not.toThrow()
      }
    }
  })

  it('[BD4] joins two changes of one text, unless both changed the same place', () => {
    expect(mergeTexts('one two', 'one, two', 'one two!')).toBe('one, two!')
    expect(mergeTexts('one two', 'one two!', 'zero one two')).toBe('zero one two!')
    expect(mergeTexts('one two', 'one', 'one two')).toBe('one')
    expect(mergeTexts('one two', 'one 2', 'one two')).toBe('one 2')
    expect(mergeTexts('one two', 'one 2', 'one zwei')).toBeUndefined()
    expect(mergeTexts('', 'mine', 'theirs')).toBe('theirsmine')
  })
})
