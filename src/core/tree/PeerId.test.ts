import { describe, expect, it } from 'vitest'
import { compareOpId } from 'reptree'
import { TestEnvironment } from '../testing/TestEnvironment'
import { compareOpIds } from './ops'
import { newPeerId } from './PeerId'
import { newVertexId } from './VertexId'

describe('ids', () => {
  it('[TR3] peer ids are 20 decimal digits, all digits equally likely, never the same', () => {
    const environment = new TestEnvironment(1)
    const ids = Array.from({ length: 1_000 }, () => newPeerId(environment))
    expect(ids.every((id) => /^[0-9]{20}$/.test(id))).toBe(true)
    expect(new Set(ids).size).toBe(1_000)
    for (const digit of '0123456789') {
      const count = ids.join('').split(digit).length - 1
      expect(Math.abs(count - 2_000)).toBeLessThan(200)
    }
  })

  it('[TR3] does not use bytes that would make some digits likelier', () => {
    const { timers } = new TestEnvironment(1)
    const bytes = [255, 250, ...Array.from({ length: 22 }, () => 249)]
    expect(newPeerId({ now: () => 0, timers, randomBytes: () => Uint8Array.from(bytes) })).toBe('9'.repeat(20))
  })

  it('[TR4] op ids order as RepTree orders them', () => {
    const environment = new TestEnvironment(2)
    const ids = Array.from({ length: 60 }, (_, i) => ({ counter: i % 4, peerId: newPeerId(environment) }))
    for (const a of ids) for (const b of ids) expect(Math.sign(compareOpIds(a, b))).toBe(compareOpId(a, b))
  })

  it('[TR11] vertex ids are 32 hex digits', () => {
    const environment = new TestEnvironment(3)
    expect(newVertexId(environment)).toMatch(/^[0-9a-f]{32}$/)
    expect(newVertexId(environment)).not.toBe(newVertexId(environment))
  })
})
