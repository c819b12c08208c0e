import { describe, expect, it } from 'vitest'
import type { Pack } from '../../core/persistence/Pack'
import { PackTail } from './PackTail'

function pack(counter: number, count = 1, body = new Uint8Array(100)): Pack {
  return { treeId: 'a'.repeat(32), peerId: '1'.repeat(20), counter, count, body }
}

describe('the newest of a log', () => {
  it('[PL3] gives what follows a position, in pages of about so many ops, or leaves it to the disk', () => {
    const tail = new PackTail()
    tail.reset(10)
    const packs = Array.from({ length: 30 }, (_, index) => pack(index + 1, 5))
    packs.forEach((one, index) => tail.add(one, 11 + index))
    expect(tail.since(10, 1000)).toEqual(packs)
    expect(tail.since(12, 20)).toEqual(packs.slice(2, 6))
    expect(tail.since(12, 1)).toEqual(packs.slice(2, 3))
    expect(tail.since(40, 1000)).toEqual([])
    expect(tail.since(9, 1000)).toBeUndefined()
    tail.reset(40)
    expect(tail.since(39, 1000)).toBeUndefined()
    expect(tail.since(40, 1000)).toEqual([])
  })

  it('[PL3] a page is no larger than a batch, but for a pack that is larger by itself', () => {
    const tail = new PackTail()
    const large = new Uint8Array(200 * 1024)
    for (let at = 1; at <= 3; at++) tail.add(pack(at, 1, large), at)
    expect(tail.since(0, 1000)).toHaveLength(1)
  })

  it('forgets the oldest when it grows, and holds on to no more than the bodies', () => {
    const tail = new PackTail()
    const frame = new Uint8Array(1024 * 1024)
    for (let at = 1; at <= 50_000; at++) tail.add(pack(at, 1, frame.subarray(0, 200)), at)
    expect(tail.since(20_000, 1000)).toBeUndefined()
    const [found] = tail.since(45_000, 1) ?? []
    expect(found?.counter).toBe(45_001)
    expect(found?.body.buffer.byteLength).toBe(200)
  })
})
