import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import type { PackHeader } from './compareRanges'
import { LogDigest } from './LogDigest'
import { LogRanges, PART_HEADERS, type HeaderPart } from './LogRanges'

function headersOf(count: number): PackHeader[] {
  const random = new SeededRandom(count)
  return Array.from({ length: count }, (_, index) => ({
    treeId: (index % 7).toString(16).repeat(32),
    peerId: String(random.integer(5)).repeat(20),
    counter: index * 3 + 1,
    count: 1 + random.integer(3),
  }))
}

function reading(headers: readonly PackHeader[], asked: number[]): (after: number) => HeaderPart | undefined {
  return (after) => {
    asked.push(after)
    const part = headers.slice(after, after + PART_HEADERS)
    return part.length > 0 ? { headers: part, through: after + part.length } : undefined
  }
}

describe('the ranges of a log', () => {
  it('[PL60] are read a part in a turn of the event loop, once for all questions', async () => {
    const environment = new TestEnvironment(1)
    const headers = headersOf(3 * PART_HEADERS)
    const asked: number[] = []
    const ranges = new LogRanges(reading(headers, asked), environment.timers)
    const whole = ranges.compare('')
    const part = ranges.compare('a')
    await Promise.resolve()
    await Promise.resolve()
    expect(asked).toEqual([0])
    const { opCount, fingerprint, parts } = await environment.settle(whole)
    const digest = new LogDigest()
    headers.forEach((header) => digest.add(header))
    expect({ opCount, fingerprint }).toEqual({ opCount: digest.opCount, fingerprint: digest.fingerprint })
    const { opCount: inPart, fingerprint: ofPart } = await environment.settle(part)
    expect(parts?.[10]).toEqual({ opCount: inPart, fingerprint: ofPart })
    expect(asked.filter((after) => after === 0)).toHaveLength(1)
  })

  it('[PL60] a later question reads only what was written since', async () => {
    const environment = new TestEnvironment(2)
    const headers = headersOf(300)
    const asked: number[] = []
    const ranges = new LogRanges(reading(headers, asked), environment.timers)
    await environment.settle(ranges.compare(''))
    headers.push({ treeId: 'f'.repeat(32), peerId: '9'.repeat(20), counter: 1, count: 5 })
    const { opCount } = await environment.settle(ranges.compare(''))
    expect(opCount).toBe(headers.reduce((sum, { count }) => sum + count, 0))
    expect(asked.slice(2)).toEqual([300, 301])
  })

  it('[PL60] a log that cannot be read rejects the question and answers the next', async () => {
    const environment = new TestEnvironment(3)
    const headers = headersOf(10)
    const failures = [new Error('the disk is away')]
    const ranges = new LogRanges((after) => {
      const failure = failures.pop()
      if (failure) throw failure
      return reading(headers, [])(after)
    }, environment.timers)
    await expect(environment.settle(ranges.compare(''))).rejects.toThrow('the disk is away')
    expect((await environment.settle(ranges.compare(''))).headers).toHaveLength(10)
  })
})
