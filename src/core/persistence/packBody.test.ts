import { Packr } from 'msgpackr'
import { describe, expect, it } from 'vitest'
import type { TreeOp } from '../tree/ops'
import { MAX_BODY_VALUES, MAX_PACK_OPS, type Pack } from './Pack'
import { headerProblem, packOps, unpackOps } from './packBody'
import { Dictionary } from './segment/Dictionary'
import { parseBody } from './segment/parseBody'

const TREE = 'a'.repeat(32)
const id = (counter: number, peerId = '1'.repeat(20)) => ({ counter, peerId })
const ops: TreeOp[] = [
  { id: id(1), targetId: 'v', parentId: null },
  { id: id(2), targetId: 'w', parentId: 'v' },
  { id: id(3), targetId: 'w', key: 'name', value: 'Größe 🌳', transient: false },
  { id: id(4), targetId: 'w', key: 'meta', value: { list: [1, null, true], deep: { a: 'b' } }, transient: false },
  { id: id(5), targetId: 'w', key: 'name', value: undefined, transient: false },
  { id: id(6), targetId: 'w', key: 'body', update: new Uint8Array([0, 255, 7]) },
]
const codec = new Packr({ useRecords: false })
const forged = (content: unknown, count = 1): Pack => ({ ...id(1), treeId: TREE, count, body: codec.pack(content) })

describe('packs', () => {
  it('[SY8] give back every op as it was', () => {
    const packs = packOps(TREE, ops)
    expect(packs).toHaveLength(1)
    expect(packs.flatMap(unpackOps)).toEqual(ops)
  })

  it('[SY8] are cut where counters leave a gap, the peer changes or they are full', () => {
    const gap = packOps(TREE, [ops[0], ops[2]] as TreeOp[])
    expect(gap.map((pack) => [pack.counter, pack.count])).toEqual([
      [1, 1],
      [3, 1],
    ])
    const many = Array.from({ length: MAX_PACK_OPS + 1 }, (_, i): TreeOp => ({
      id: id(i + 1),
      targetId: 'v',
      parentId: null,
    }))
    expect(packOps(TREE, many).map((pack) => pack.count)).toEqual([MAX_PACK_OPS, 1])
  })

  it.each([
    ['bytes that mean nothing', { ...forged(1), body: new Uint8Array([0xc1]) }],
    ['an unknown format', forged([2, [], []])],
    ['fewer ops than announced', forged([1, ['v'], []])],
    ['a name that is missing', forged([1, [], [[0, 5, -1]]])],
    ['an unknown kind', forged([1, ['v'], [[9, 0, 0]]])],
    ['a value that is not JSON', forged([1, ['v'], [[1, 0, 0, new Uint8Array(2)]]])],
    ['a value that is a date', forged([1, ['v'], [[1, 0, 0, new Date(0)]]])],
    ['a text edit without bytes', forged([1, ['v'], [[3, 0, 0, 'x']]])],
  ])('[SY9] with %s are refused whole', (_what, pack) => {
    expect(() => unpackOps(pack)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: 'bad-op' }) as unknown }) as Error,
    )
  })

  it('[SY9] have heads that can be checked without opening them', () => {
    const [pack] = packOps(TREE, ops)
    expect(headerProblem(pack)).toBeUndefined()
    expect(headerProblem({ ...pack, treeId: '../etc' })).toBeDefined()
    expect(headerProblem({ ...pack, counter: -1 })).toBeDefined()
    expect(headerProblem({ ...pack, count: 5000 })).toBeDefined()
    expect(headerProblem(null)).toBeDefined()
  })

  const bomb = (start: readonly number[], filler: number): Pack => {
    const body = new Uint8Array(2_000_000).fill(filler)
    body.set(start)
    return { ...forged(1), body }
  }
  it.each([
    [
      'a list of two million nothings as a value',
      bomb([0x93, 1, 0x91, 0xa1, 0x76, 0x91, 0x94, 1, 0, 0, 0xdd, 0, 0x1e], 0xc0),
    ],
    ['millions of names', bomb([0x93, 1, 0xdd, 0, 0x1e, 0x84, 0x78], 0xa0)],
    ['millions of rows', bomb([0x93, 1, 0x90, 0xdd, 0, 0x1e, 0x84, 0x70], 0x80)],
    ['lists in lists', bomb([0x93, 1], 0x91)],
    ['a record its reader would learn', bomb([0x93, 1, 0x90, 0x91, 0xd4, 0x72, 0x40], 0x91)],
  ])('[PL71] that announce more than a change holds are refused before they are unpacked: %s', (_what, pack) => {
    expect(() => unpackOps(pack)).toThrow(
      expect.objectContaining({
        detail: { code: 'bad-op', reason: 'it holds more values than a change may' },
      }) as Error,
    )
    expect(parseBody(pack.body, new Dictionary())).toBeUndefined()
  })

  it('[PL71] are cut so that none holds more, and a change that alone would is refused where it is written', () => {
    const list = (length: number): number[] => Array.from({ length }, () => 1)
    const many = Array.from({ length: 8 }, (_, i): TreeOp => ({
      id: id(i + 1),
      targetId: 'v',
      key: 'k',
      value: list(MAX_BODY_VALUES / 5),
      transient: false,
    }))
    const packs = packOps(TREE, many)
    expect(packs.map(({ counter, count }) => [counter, count])).toEqual([
      [1, 4],
      [5, 4],
    ])
    expect(packs.flatMap(unpackOps)).toEqual(many)
    expect(() => packOps(TREE, [{ ...many[0], value: list(MAX_BODY_VALUES) } as TreeOp])).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: 'bad-op' }) as unknown }) as Error,
    )
  })
})
