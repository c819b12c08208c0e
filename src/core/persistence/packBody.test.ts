import { Packr } from 'msgpackr'
import { describe, expect, it } from 'vitest'
import type { TreeOp } from '../tree/ops'
import { MAX_PACK_OPS, type Pack } from './Pack'
import { headerProblem, packOps, unpackOps } from './packBody'

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
})
