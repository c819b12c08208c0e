import { describe, expect, it } from 'vitest'
import { packOps } from '../persistence/packBody'
import type { Pack } from '../persistence/Pack'
import { TestEnvironment } from '../testing/TestEnvironment'
import { Arrivals } from './Arrivals'

const SPACE = 'a'.repeat(32)

function packs(from: number, count: number): Pack[] {
  return Array.from({ length: count }, (_, no) => {
    const id = { counter: from + no, peerId: '1'.repeat(20) }
    return packOps(SPACE, [{ id, targetId: 'v', key: 'k', value: no, transient: false }])
  }).flat()
}

describe('what others write', () => {
  it('[SP40] is merged at once while it is little', () => {
    const merged: number[] = []
    const arrivals = new Arrivals(new TestEnvironment(1), (some) => merged.push(some.length))
    void arrivals.take(packs(0, 3))
    expect(merged).toEqual([3])
  })

  it('[SP40] is gathered for a moment where it comes a little at a time, and no longer than there is much of it', async () => {
    const environment = new TestEnvironment(3)
    const merged: Pack[][] = []
    const arrivals = new Arrivals(environment, (some) => merged.push([...some]))
    const sizes = (): number[] => merged.map((some) => some.length)
    void arrivals.take(packs(0, 1))
    void arrivals.take(packs(1, 1))
    void arrivals.take(packs(2, 2))
    await environment.run(40)
    expect(sizes()).toEqual([1])
    await environment.run(60)
    expect(sizes()).toEqual([1, 3])
    await environment.run(200)
    void arrivals.take(packs(4, 1))
    expect(sizes()).toEqual([1, 3, 1])
    const last = arrivals.take(packs(5, 600))
    await environment.run(10)
    expect(merged.flat().length).toBe(5 + 500)
    await environment.settle(last)
    expect(merged.flat().map((pack) => pack.counter)).toEqual(Array.from({ length: 605 }, (_, no) => no))
    void arrivals.take(packs(605, 1))
    arrivals.stop()
    await environment.run(200)
    expect(merged.flat().length).toBe(605)
  })

  it('[SP40] is merged in pieces, in order, with turns between, and none when nobody wants it any more', async () => {
    const environment = new TestEnvironment(2)
    const merged: Pack[][] = []
    const arrivals = new Arrivals(environment, (some) => merged.push([...some]))
    const first = arrivals.take(packs(0, 1800))
    const second = arrivals.take(packs(1800, 10))
    expect(merged.length).toBe(1)
    await environment.settle(Promise.all([first, second]))
    expect(merged.length).toBeGreaterThan(3)
    expect(merged.flat().map((pack) => pack.counter)).toEqual(Array.from({ length: 1810 }, (_, no) => no))
    merged.length = 0
    const third = arrivals.take(packs(0, 1800))
    arrivals.stop()
    await environment.settle(third)
    expect(merged.length).toBe(1)
  })
})
