import { describe, expect, it } from 'vitest'
import type { Row } from '../Row'
import { exponentsOf, fitExponent } from './exponent'

const sizes = [1_000, 10_000, 100_000]

function row(size: number, medianMs: number | null, more: Partial<Row> = {}): Row {
  return { workload: 'open', system: 'Grove', unit: 'all', size, medianMs, perBestPeer: null, perLimit: null, ...more }
}

describe('the exponent of a cost', () => {
  it('is the power of the size by which it grows', () => {
    const fitted = (cost: (size: number) => number): number => fitExponent(sizes.map((size) => [size, cost(size)]))
    expect(fitted((size) => size * 0.003)).toBeCloseTo(1)
    expect(fitted((size) => size ** 2)).toBeCloseTo(2)
    expect(fitted(() => 7)).toBeCloseTo(0)
    expect(fitted((size) => size * Math.log(size))).toBeCloseTo(1.11)
  })

  it('is that of the line nearest to costs that do not lie on one', () => {
    expect(
      fitExponent([
        [1, 1],
        [Math.E, Math.E ** 2],
        [Math.E ** 2, Math.E],
      ]),
    ).toBeCloseTo(0.5)
  })

  it('is fitted by workload and system, of three sizes and more, in ms or bytes', () => {
    const rows = [
      ...sizes.map((size) => row(size, size)),
      ...sizes.map((size) => row(size, null, { system: 'Yjs', medianBytes: size ** 2 })),
      ...sizes.map((size) => row(size, size === 1_000 ? null : size, { system: 'Loro' })),
      ...sizes.slice(1).map((size) => row(size, size, { workload: 'fill' })),
    ]
    const exponents = exponentsOf(rows)
    expect([...exponents.keys()]).toEqual(['open, Grove', 'open, Yjs'])
    expect([...exponents.values()].map((value) => value.toFixed(2))).toEqual(['1.00', '2.00'])
  })
})
