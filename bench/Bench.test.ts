import { describe, expect, it } from 'vitest'
import { interleave, median, spread } from './Bench'
import { Budget } from './Budget'

describe('rounds', () => {
  it('take the systems in turn and leave the first round out', async () => {
    const order: string[] = []
    const sample = (system: string, times: number[]) => ({
      system,
      run: async () => {
        order.push(system)
        return times.shift() ?? 0
      },
    })
    const times = await interleave([sample('a', [100, 1, 2]), sample('b', [200, 3, 4])], 2)
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
    expect([...times]).toEqual([
      ['a', [1, 2]],
      ['b', [3, 4]],
    ])
  })

  it('stop when the budget is spent, after one that counts', async () => {
    const times = await interleave([{ system: 'a', run: () => Promise.resolve(1) }], 9, new Budget(0))
    expect(times.get('a')).toEqual([1])
  })
})

describe('what is told of rounds', () => {
  it('is the middle, or between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 4])).toBe(4.5)
    expect(median([])).toBeNaN()
  })

  it('is the fastest and the slowest', () => {
    expect(spread([3, 1, 2])).toEqual([1, 3])
  })
})
