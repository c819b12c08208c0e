import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import type { Environment } from '../environment'
import { ordersBetween } from './order'

const environment = new TestEnvironment(1)

function orderBetween(a: string | undefined, b: string | undefined, environment: Environment): string {
  const [key = ''] = ordersBetween(a, b, 1, environment)
  return key
}

describe('order keys', () => {
  it('[TR16] sort between their neighbours with plain comparison, and stay short, over 2,000 random inserts', () => {
    const random = new SeededRandom(4)
    const keys: string[] = []
    for (let i = 0; i < 2_000; i++) {
      const at = random.chance(0.3) ? keys.length : random.integer(keys.length + 1)
      keys.splice(at, 0, orderBetween(keys[at - 1], keys[at], environment))
    }
    expect([...keys].sort((a, b) => (a < b ? -1 : 1))).toEqual(keys)
    expect(new Set(keys).size).toBe(2_000)
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(16)
  })

  it('[TR16] grow by less than a third of a character per insert when all go to one place', () => {
    for (const side of ['first', 'last', 'after first', 'before last']) {
      let [a, b] = ordersBetween(undefined, undefined, 2, environment)
      let key = ''
      for (let i = 0; i < 1_000; i++) {
        if (side === 'first') a = key = orderBetween(undefined, a, environment)
        if (side === 'last') b = key = orderBetween(b, undefined, environment)
        if (side === 'after first') b = key = orderBetween(a, b, environment)
        if (side === 'before last') a = key = orderBetween(a, b, environment)
      }
      expect(a! < b!).toBe(true)
      expect(key.length).toBeLessThan(300)
    }
  })

  it('[TR16] rarely meet when two replicas insert at the same place', () => {
    const keys = Array.from({ length: 200 }, () => orderBetween('a0', 'a1', environment))
    expect(new Set(keys).size).toBeGreaterThan(195)
  })

  it('[TR16] come many at once: ascending, between the neighbours', () => {
    for (const [a, b] of [
      [undefined, undefined],
      ['a0', undefined],
      [undefined, 'a0'],
      ['a0', 'a1'],
      ['a0', 'a0V'],
    ]) {
      const keys = ordersBetween(a, b, 500, environment)
      const all = [...(a === undefined ? [] : [a]), ...keys, ...(b === undefined ? [] : [b])]
      expect(all.every((key, i) => i === 0 || all[i - 1]! < key)).toBe(true)
      expect(keys).toHaveLength(500)
    }
    expect(ordersBetween('a0', 'a1', 0, environment)).toEqual([])
  })

  it('[TR16] go right after the first neighbour where both are the same, swapped, or no keys', () => {
    for (const [a, b, next] of [
      ['a5', 'a5', 'a6'],
      ['a5', 'a3', 'a6'],
      ['not a key!', undefined, 'z'],
      ['', 'a0', 'a0'],
      ['!!', '~~', '~~'],
    ] as const) {
      const keys = ordersBetween(a, b, 5, environment)
      expect([a, ...keys, next].every((key, i, all) => i === 0 || all[i - 1]! < key)).toBe(true)
    }
    expect(orderBetween(undefined, '~~', environment) < '~~').toBe(true)
  })
})
