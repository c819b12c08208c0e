import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { findDifferences, type Comparable, type PackHeader } from './compareRanges'
import { packKey } from './Pack'
import { RangeIndex } from './RangeIndex'

function headersOf(random: SeededRandom, count: number): PackHeader[] {
  return Array.from({ length: count }, (_, index) => ({
    treeId: (index % 7).toString(16).repeat(32),
    peerId: String(random.integer(5)).repeat(20),
    counter: index * 3 + 1,
    count: 1 + random.integer(3),
  }))
}

function layerOf(headers: readonly PackHeader[], asked: string[] = []): Comparable {
  const index = new RangeIndex()
  headers.forEach((header) => index.add(header))
  return {
    compare: (prefix) => {
      asked.push(prefix)
      return Promise.resolve(index.answer(prefix))
    },
  }
}

const keys = (headers: readonly PackHeader[]): string[] => headers.map(packKey).sort()

describe('comparing two layers range by range', () => {
  it.each([0, 1, 150, 5000])('[PL17] finds exactly what each lacks (%i packs)', async (count) => {
    const random = new SeededRandom(count + 1)
    const all = headersOf(random, count + 10)
    const lackingFirst = new Set(random.shuffled(all).slice(0, 4))
    const lackingSecond = new Set(random.shuffled(all.filter((header) => !lackingFirst.has(header))).slice(0, 3))
    const first = all.filter((header) => !lackingFirst.has(header))
    const second = random.shuffled(all.filter((header) => !lackingSecond.has(header)))
    const found = await findDifferences(layerOf(first), layerOf(second))
    expect(keys(found.onlyInFirst)).toEqual(keys([...lackingSecond]))
    expect(keys(found.onlyInSecond)).toEqual(keys([...lackingFirst]))
  })

  it('[PL17] asks once when both hold the same, and little when they differ by one', async () => {
    const all = headersOf(new SeededRandom(3), 20_000)
    const same: string[] = []
    expect(await findDifferences(layerOf(all, same), layerOf(all))).toEqual({ onlyInFirst: [], onlyInSecond: [] })
    expect(same).toEqual([''])
    const asked: string[] = []
    const found = await findDifferences(layerOf(all, asked), layerOf(all.slice(1)))
    expect(found.onlyInFirst).toEqual(all.slice(0, 1))
    expect(asked.length).toBeLessThanOrEqual(4)
  })

  it('[PL17] a pack of another length under the same id is a difference on both sides', async () => {
    const [header] = headersOf(new SeededRandom(1), 1)
    if (!header) throw new Error('one header')
    const longer = { ...header, count: header.count + 1 }
    const found = await findDifferences(layerOf([header]), layerOf([longer]))
    expect(found).toEqual({ onlyInFirst: [header], onlyInSecond: [longer] })
  })
})
