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
    tail.add(packs.slice(0, 10))
    for (const one of packs.slice(10)) tail.add([one])
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
    for (let at = 1; at <= 3; at++) tail.add([pack(at, 1, large)])
    expect(tail.since(0, 1000)).toHaveLength(1)
  })

  it('[PL3] forgets the oldest when it grows', () => {
    const tail = new PackTail()
    for (let at = 1; at <= 50_000; at++) tail.add([pack(at, 1, new Uint8Array(200))])
    expect(tail.since(29_999, 1000)).toBeUndefined()
    expect(tail.since(45_000, 1)?.[0]?.counter).toBe(45_001)
  })

  it('[PL3] holds on to something large only where much of it is packs, and counts all of it', () => {
    const tail = new PackTail()
    const kept = (): number => {
      const buffers = new Set<ArrayBufferLike>()
      for (let at = 0; at < head; at++) for (const { body } of tail.since(at, 1) ?? []) buffers.add(body.buffer)
      return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)
    }
    let head = 0
    const addFrame = (packs: number): void => {
      const frame = new Uint8Array(100 * 1024)
      tail.add(Array.from({ length: packs }, (_, at) => pack(++head, 1, frame.subarray(at * 100, at * 100 + 100))))
    }
    for (let frame = 0; frame < 100; frame++) addFrame(2)
    expect(kept()).toBe(100 * 200)
    for (let frame = 0; frame < 100; frame++) addFrame(20)
    expect(kept()).toBeLessThanOrEqual(4 * 1024 * 1024)
    expect(tail.since(head - 20, 1000)).toHaveLength(20)
    for (let single = 0; single < 20_000; single++) tail.add([pack(++head)])
    expect(kept()).toBeLessThanOrEqual(1.03 * 20_000 * 100)
    expect(kept()).toBeGreaterThan(19_000 * 100)
  })

  it('[PL3] gives back the bytes of short packs that came one by one, and needs none of their buffers', () => {
    const tail = new PackTail()
    const packs = Array.from({ length: 500 }, (_, at) => pack(at + 1, 1, new Uint8Array(at).fill(at)))
    for (const one of packs) tail.add([one])
    const given = tail.since(0, 1000)
    expect(given).toEqual(packs)
    expect(new Set(given?.map(({ body }) => body.buffer)).size).toBeLessThan(20)
  })
})
