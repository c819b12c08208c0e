import { describe, expect, it } from 'vitest'
import type { Pack } from '../persistence/Pack'
import { SeededRandom } from '../testing/SeededRandom'
import { decodeClientMessage, decodeHostMessage, encodeMessage } from './messages'
import { columnsOf, packsOf } from './packColumns'

const random = new SeededRandom(11)
const space = 'a'.repeat(32)

/** Runs of few authors that take turns, with gaps, as they come from several people at once. */
function somePacks(count: number): Pack[] {
  const nextByAuthor = new Map<string, number>()
  return Array.from({ length: count }, () => {
    const treeId = random.integer(2).toString(16).repeat(32)
    const peerId = String(random.integer(2)).repeat(20)
    const counter = (nextByAuthor.get(treeId + peerId) ?? 1) + (random.chance(0.2) ? random.integer(1000) : 0)
    const ops = 1 + (random.chance(0.1) ? random.integer(999) : 0)
    nextByAuthor.set(treeId + peerId, counter + ops)
    const body = Uint8Array.from({ length: random.integer(40) }, () => random.integer(256))
    return { treeId, peerId, counter, count: ops, body }
  })
}

describe('packs in columns', () => {
  it('[SY41] come out as they went in, in their order', () => {
    for (const count of [1, 2, 10, 1000]) {
      const packs = somePacks(count)
      expect(packsOf(columnsOf(packs))).toEqual(packs)
    }
  })

  it('[SY41] are passed on as they came, without anything that nobody has checked', () => {
    const columns = columnsOf(somePacks(50))
    const packs = packsOf(columns)
    expect(columnsOf(packs)).toEqual(columns)
    expect(columnsOf(packs)).toBe(columnsOf(packs))
    for (const odd of [
      { ...columns, authors: [...columns.authors, 'of nothing', 'x'] },
      { ...columns, heads: [...columns.heads, 7, 0, 1] },
      { ...columns, note: 'to whom it may concern' },
    ]) {
      expect(packsOf(odd)).toEqual(packs)
      expect(columnsOf(packsOf(odd))).toEqual(columns)
    }
  })

  it('[SY41] of the same packs in another list are not made again, of some of them they are', () => {
    const packs = packsOf(columnsOf(somePacks(50)))
    const columns = columnsOf(packs)
    expect(columnsOf([...packs])).toBe(columns)
    const [part, other] = [packs.slice(0, -1), [...packs.slice(0, -1), packs[0]!]]
    for (const list of [part, other, []]) expect(packsOf(columnsOf(list))).toEqual(list)
    expect(packsOf(columnsOf(packs))).toEqual(packs)
  })

  it('[SY41] are what version 2 sends and version 1 does not; both are understood', () => {
    const packs = somePacks(20)
    const push = { kind: 'push' as const, space, batch: 1, packs }
    const page = { kind: 'page' as const, space, request: 1, page: { packs, through: 20, head: 20 } }
    for (const version of [1, 2]) {
      expect(decodeClientMessage(encodeMessage(push, version))).toEqual(push)
      expect(decodeHostMessage(encodeMessage(page, version))).toEqual(page)
    }
    expect(encodeMessage(push, 2).byteLength).toBeLessThan(encodeMessage(push, 1).byteLength / 2)
  })

  it('[SY5] refuses columns that do not fit together', () => {
    const good = columnsOf(somePacks(3))
    const [author = 0, packs = 0, counter = 0, ...rest] = good.heads
    for (const columns of [
      null,
      [],
      'packs',
      { ...good, authors: [] },
      { ...good, authors: good.authors.map(() => 'x') },
      { ...good, authors: 7 },
      { ...good, heads: good.heads.slice(0, -1) },
      { ...good, heads: [author, packs + 1, counter, ...rest] },
      { ...good, heads: [author, Number.MAX_SAFE_INTEGER, counter, ...rest] },
      { ...good, heads: [author, packs, -1, ...rest] },
      { ...good, heads: [author, packs, 2 ** 53, ...rest] },
      { ...good, heads: [author, packs, '1', ...rest] },
      { ...good, bodies: good.bodies.subarray(1) },
      { ...good, bodies: Uint8Array.of(...good.bodies, 0) },
      { ...good, bodies: [...good.bodies] },
    ]) {
      expect(() => packsOf(columns)).toThrow(
        expect.objectContaining({ detail: { code: 'bad-frame', reason: expect.any(String) as unknown } }) as Error,
      )
    }
  })
})
