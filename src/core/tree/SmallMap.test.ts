import { describe, expect, it } from 'vitest'
import { SmallMap } from './SmallMap'

function everythingOf(map: Map<string, number>): unknown {
  const told: unknown[] = []
  map.forEach((value, key) => told.push([key, value]))
  return { size: map.size, told, entries: [...map], keys: [...map.keys()], values: [...map.values()] }
}

describe('a map with few entries', () => {
  it('[TR17] holds what a Map holds, in its order, also when it gets more and fewer', () => {
    const small = new SmallMap<string, number>()
    const real = new Map<string, number>()
    // A deletion now and then, of what is there and what is not; at its largest it has far more than a few.
    for (let step = 0; step < 200; step++) {
      const key = `key ${(step * 7) % 23}`
      if (step % 4 === 3) expect(small.delete(key)).toBe(real.delete(key))
      else {
        small.set(key, step)
        real.set(key, step)
      }
      expect(small.get(key)).toBe(real.get(key))
      expect(small.has(key)).toBe(real.has(key))
      expect(everythingOf(small)).toEqual(everythingOf(real))
    }
    expect(everythingOf(new SmallMap(real))).toEqual(everythingOf(real))
    small.clear()
    expect(everythingOf(small)).toEqual(everythingOf(new Map()))
  })

  it('[TR17] takes deletions while it has few', () => {
    const small = new SmallMap(new Map(Object.entries({ a: 1, b: 2, c: 3 })))
    expect([small.delete('b'), small.delete('b'), small.delete('none')]).toEqual([true, false, false])
    small.set('b', 4)
    expect([...small]).toEqual(Object.entries({ a: 1, c: 3, b: 4 }))
  })
})
