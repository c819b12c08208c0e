import { describe, expect, it } from 'vitest'
import { TestEnvironment } from '../../testing/TestEnvironment'
import { firstSiblingsFirst, inParts } from './firstSiblingsFirst'
import type { OutlineRow } from './Outline'
import { siblingKey } from './siblingKey'

function rowsOf(environment: TestEnvironment, count: number): OutlineRow[] {
  return Array.from({ length: count }, (_, no) => ({
    id: environment.random
      .integer(2 ** 30)
      .toString(16)
      .padStart(32, '0'),
    parentId: 'parent',
    properties: no % 3 === 0 ? { _c: `2026-${no}` } : { order: environment.random.integer(2 ** 30).toString(36) },
    hasChildren: false,
  }))
}

describe('a list of siblings', () => {
  it('[PL70] is given away in parts, first what comes first, each once, with turns for others', async () => {
    const environment = new TestEnvironment(3)
    const rows = rowsOf(environment, 2345)
    const sorted = [...rows].sort((a, b) => (siblingKey(a) < siblingKey(b) ? -1 : 1))
    const parts: (readonly OutlineRow[])[] = []
    const reading = (async () => {
      for await (const part of firstSiblingsFirst(inParts(rows), environment.timers)) parts.push(part)
    })()
    await environment.settled()
    expect(parts).toEqual([sorted.slice(0, 200)])
    await environment.settle(reading)
    expect(parts.length).toBeGreaterThan(4)
    expect(parts.flat().sort((a, b) => (siblingKey(a) < siblingKey(b) ? -1 : 1))).toEqual(sorted)
  })

  it('[PL70] comes in one part when it is short', async () => {
    const environment = new TestEnvironment(4)
    for (const count of [0, 1, 300]) {
      const rows = rowsOf(environment, count)
      const parts: (readonly OutlineRow[])[] = []
      for await (const part of firstSiblingsFirst(inParts(rows), environment.timers)) parts.push(part)
      expect(parts).toEqual([rows])
    }
  })
})
