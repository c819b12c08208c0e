import { expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { isoTime } from './isoTime'

it('[TR11] writes times as Date does', () => {
  const random = new SeededRandom(1)
  const edges = [
    '1970-01-01',
    '2000-02-29',
    '2100-02-28T23:59:59.999Z',
    '2024-12-31T23:59:59.999Z',
    '1969-12-31',
    '9999-12-31',
  ]
  const times = edges.map((text) => Date.parse(text))
  for (let i = 0; i < 5_000; i++) times.push(Math.floor((random.next() - 0.3) * 8e13))
  for (const timeMs of times) expect(isoTime(timeMs)).toBe(new Date(timeMs).toISOString())
})
