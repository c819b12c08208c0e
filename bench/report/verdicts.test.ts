import { describe, expect, it } from 'vitest'
import { workloadNames } from '../budgetSeconds'
import type { Result } from './Result'
import { targets, type Goal, type Target } from './targets'
import { verdictLines, verdictsOf } from './verdicts'

function result(system: string, medianMs: number | null, more: Partial<Result> = {}): Result {
  return {
    bench: 'fill',
    date: '2026-11-23',
    workload: 'fill',
    size: 10_000,
    system,
    medianMs,
    unit: 'all',
    perBestPeer: null,
    perLimit: null,
    ...more,
  }
}

function target(goal: Goal, more: Partial<Target> = {}): Target {
  return { part: 'b', bench: 'fill', workload: 'fill', goal, ...more }
}

const ahead = (times: number, of?: string): Goal => ({ kind: 'ahead', times, ...(of === undefined ? {} : { of }) })

function held(results: readonly Result[], given: Target): boolean[] {
  return verdictsOf(results, [given]).map(({ isHeld }) => isHeld)
}

describe('verdicts', () => {
  const results = [
    result('Grove', 10, { perLimit: 0.5 }),
    result('limit: bare objects', 5, { isLimit: true }),
    result('Loro', 40),
    result('Yjs', 20),
    result('RepTree', null),
  ]

  it('compare with the best peer, which the limit is not', () => {
    expect(held(results, target(ahead(2)))).toEqual([true])
    expect(held(results, target(ahead(2.1)))).toEqual([false])
    expect(verdictsOf(results, [target(ahead(1))])[0]?.peer?.system).toBe('Yjs')
  })

  it('compare with one peer that is named', () => {
    expect(held(results, target(ahead(4, 'Loro')))).toEqual([true])
    expect(held(results, target(ahead(4.1, 'Loro')))).toEqual([false])
  })

  it('hold times, the limit and exponents to what was asked', () => {
    expect(held(results, target({ kind: 'atMostMs', ms: 10 }))).toEqual([true])
    expect(held(results, target({ kind: 'atMostMs', ms: 9 }))).toEqual([false])
    expect(held(results, target({ kind: 'limit', times: 0.5 }))).toEqual([true])
    expect(held(results, target({ kind: 'limit', times: 0.6 }))).toEqual([false])
    const grown = [result('Grove', 10, { exponent: 1.05 })]
    expect(held(grown, target({ kind: 'exponent', atMost: 1.11 }))).toEqual([true])
    expect(held(grown, target({ kind: 'exponent', atMost: 1 }))).toEqual([false])
    expect(held(results, target({ kind: 'exponent', atMost: 1 }))).toEqual([false])
  })

  it('take the size at which ours does worst, unless a size is named', () => {
    const larger = [...results, result('Grove', 30, { size: 50_000 }), result('Yjs', 20, { size: 50_000 })]
    expect(verdictsOf(larger, [target(ahead(1))])).toMatchObject([{ isHeld: false, ours: { size: 50_000 } }])
    expect(verdictsOf(larger, [target(ahead(1), { size: 10_000 })])).toMatchObject([{ isHeld: true }])
  })

  it('pass over a size at which no peer was through, wherever it stands', () => {
    const alone = result('Grove', 90, { size: 100_000 })
    for (const rows of [
      [...results, alone],
      [alone, ...results],
    ]) {
      expect(verdictsOf(rows, [target(ahead(1))])).toMatchObject([{ isHeld: true, ours: { size: 10_000 } }])
    }
  })

  it('are not held where nothing was measured, or no peer was', () => {
    expect(held([], target(ahead(1)))).toEqual([false])
    expect(held([result('Grove', null)], target(ahead(1)))).toEqual([false])
    expect(held([result('Grove', 10)], target(ahead(1)))).toEqual([false])
    expect(verdictLines(verdictsOf([], [target(ahead(1))]))[1]).toEqual([
      'b',
      'fill',
      'not measured',
      '',
      '',
      '',
      '',
      'best peer / ours at least 1',
      'no',
    ])
  })

  it('are one for each workload where none is named, of the system that is meant', () => {
    const stalls = [
      result('Grove', 60, { workload: 'stalls, import' }),
      result('Grove', 40, { workload: 'stalls, compaction' }),
    ]
    const given: Target = { part: 'main', bench: 'fill', goal: { kind: 'atMostMs', ms: 50 } }
    expect(held(stalls, given)).toEqual([false, true])
    const two = [result('Grove, encrypted', 30), result('Grove, not encrypted', 10)]
    expect(held(two, target({ kind: 'atMostMs', ms: 20 }, { system: 'Grove, not' }))).toEqual([true])
  })

  it('show ours, the peer and the ratios', () => {
    expect(verdictLines(verdictsOf(results, [target(ahead(2))]))[1]).toEqual([
      'b',
      'fill, 10,000',
      '10.0 ms',
      'Yjs, 20.0 ms',
      '2.00',
      '0.500',
      '',
      'best peer / ours at least 2',
      'yes',
    ])
  })
})

describe('targets', () => {
  it('speak of workloads the command has, and every workload of them has one', () => {
    expect(new Set(targets.map(({ bench }) => bench))).toEqual(new Set<string>(workloadNames))
  })
})
