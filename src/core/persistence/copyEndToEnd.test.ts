import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { copyEndToEnd } from './copyEndToEnd'

describe('copyEndToEnd', () => {
  const random = new SeededRandom(5)

  it('[PL32] puts pieces one after the other, whether they lay so before or not', () => {
    const shared = random.bytes(400)
    for (let round = 0; round < 50; round++) {
      const pieces: Uint8Array[] = []
      for (let at = 0; at < 300;) {
        const size = random.integer(20)
        const isApart = random.integer(4) === 0
        pieces.push(isApart ? random.bytes(size) : shared.subarray(at, at + size))
        at += size + (random.integer(3) === 0 ? 1 : 0)
      }
      const wanted = pieces.flatMap((piece) => [...piece])
      const to = new Uint8Array(1000)
      expect(copyEndToEnd(pieces, to, 7)).toBe(7 + wanted.length)
      expect([...to.subarray(7, 7 + wanted.length)]).toEqual(wanted)
      expect(to.subarray(7 + wanted.length).every((byte) => byte === 0)).toBe(true)
    }
  })

  it('[PL32] takes pieces of equal places in other buffers for what they are', () => {
    const [one, other] = [random.bytes(20), random.bytes(20)]
    const to = new Uint8Array(20)
    copyEndToEnd([one.subarray(0, 10), other.subarray(10)], to)
    expect([...to]).toEqual([...one.subarray(0, 10), ...other.subarray(10)])
  })

  it('[PL32] of nothing copies nothing', () => {
    expect(copyEndToEnd([], new Uint8Array(0))).toBe(0)
    expect(copyEndToEnd([new Uint8Array(0)], new Uint8Array(0))).toBe(0)
  })
})
