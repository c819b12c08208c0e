import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { placeLinkOf, readPlaceLink } from './PlaceLink'

const spaceId = '0123456789abcdef'.repeat(2)
const entryId = '3f2a-B_9'
const link = placeLinkOf({ spaceId, entryId })

describe('a link to a place', () => {
  it('[UI290] reads back in both forms, with an entry and without', () => {
    for (const place of [
      { spaceId, entryId },
      { spaceId, entryId: null },
    ]) {
      expect(readPlaceLink(placeLinkOf(place))).toEqual(place)
      expect(readPlaceLink(` ${placeLinkOf(place, 'https://grove.example:8443/')}\n`)).toEqual(place)
    }
  })

  it('[UI290] stays the same in every version, and is read as systems hand it on', () => {
    expect(link).toBe(`grove://open?space=${spaceId}&entry=3f2a-B_9`)
    expect(readPlaceLink(link.replace('grove://open', 'GROVE://open/'))).toEqual({ spaceId, entryId })
  })

  it.each([
    ['nothing', ''],
    ['an invitation', 'grove://join#abc'],
    ['another word', link.replace('open', 'opens')],
    ['no space', 'grove://open?entry=abc'],
    ['a space that is none', 'grove://open?space=../../etc'],
    ['an entry that is none', link.replace('3f2a', '%2e%2e')],
    ['an entry that is empty', `grove://open?space=${spaceId}&entry=`],
    ['something besides', `${link}&run=1`],
    ['a fragment', `${link}#x`],
    ['more than a link', `see ${link}`],
    ['two of them', `${link}\n${link}`],
    ['another path', `https://grove.example/join?space=${spaceId}`],
    ['a script', `javascript:alert(1)//?space=${spaceId}`],
    ['an entry without end', `${link}${'a'.repeat(100_000)}`],
  ])('[UI290] is not %s', (_, text) => {
    expect(readPlaceLink(text)).toBeUndefined()
  })

  it('[UI290] gives out nothing but ids, whatever it reads', () => {
    const random = new SeededRandom(290)
    const letters = [...`${link}\n %/?#&=:@\\"<>é`]
    for (let round = 0; round < 3000; round++) {
      const text = [...link]
      for (let change = 0; change < 2; change++)
        text[random.integer(text.length)] = letters[random.integer(letters.length)] ?? ''
      const place = readPlaceLink(text.join(''))
      if (!place) continue
      expect(place.spaceId).toMatch(/^[0-9a-f]{32}$/)
      expect(place.entryId ?? 'a').toMatch(/^[\w-]{1,64}$/)
    }
  })
})
