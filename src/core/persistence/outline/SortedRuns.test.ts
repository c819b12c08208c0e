import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../testing/SeededRandom'
import { SortedRuns } from './SortedRuns'

describe('what comes in parts', () => {
  it('[PL70] is sorted as if it had come at once', () => {
    const random = new SeededRandom(7)
    for (const sizes of [[], [1], [0, 3], [50, 1, 1, 200, 0, 7], Array.from({ length: 20 }, () => 30)]) {
      const runs = new SortedRuns<number>((value) => String(value).padStart(6, '0'))
      const all: number[] = []
      for (const size of sizes) {
        const part = Array.from({ length: size }, () => random.integer(1_000_000))
        all.push(...part)
        runs.add(part)
        // Also in between.
        expect(runs.sorted()).toEqual([...all].sort((a, b) => a - b))
      }
    }
  })
})
