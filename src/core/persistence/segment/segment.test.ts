import { Packr } from 'msgpackr'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from 'reptree'
import type { TreeOp } from '../../tree/ops'
import { SeededRandom } from '../../testing/SeededRandom'
import type { Pack } from '../Pack'
import { packOps } from '../packBody'
import type { Compressor } from './Compressor'
import { Dictionary } from './Dictionary'
import { encodeRun } from './encodeRun'
import { decodeSegment, encodeSegment } from './encodeSegment'
import { parseBody } from './parseBody'
import { Segment } from './Segment'

const brotli: Compressor = { compress: (b) => brotliCompressSync(b), decompress: (b) => brotliDecompressSync(b) }
const plain: Compressor = { compress: (b) => b, decompress: (b) => b }
const codec = new Packr({ useRecords: false, variableMapSize: true })
const TREE = 'a'.repeat(32)
const PEER = '1'.repeat(20)

function packOf(body: Uint8Array, counter = 1, count = 1): Pack {
  return { treeId: TREE, peerId: PEER, counter, count, body: Uint8Array.from(body) }
}

function expectSame(packs: readonly Pack[], compressor = plain): void {
  const found = decodeSegment(encodeSegment(packs, compressor), compressor)
  expect(found.map(textOf)).toEqual(packs.map(textOf))
  expect(decodeSegment(encodeRun(packs).bytes, compressor).map(textOf)).toEqual(packs.map(textOf))
}

function textOf({ treeId, peerId, counter, count, body }: Pack): string {
  return JSON.stringify([treeId, peerId, counter, count, Buffer.from(body).toString('base64')])
}

/** Ids, keys and values that repeat, as in life, and some that try hard. */
class History {
  readonly random: SeededRandom
  readonly #peers: readonly string[]
  readonly #trees: readonly string[]
  readonly #names = ['', 'name', 'größe', '🌳'.repeat(9), 'x'.repeat(40), 'y'.repeat(300), '\ud800', 'name\u0000']

  constructor(seed: number) {
    this.random = new SeededRandom(seed)
    this.#peers = Array.from({ length: 3 }, () => this.#digits(20))
    this.#trees = Array.from({ length: 3 }, () => this.#digits(32))
  }

  packs(length: number): Pack[] {
    return Array.from({ length }, () => (this.random.chance(0.15) ? this.#foreign() : this.#own())).flat()
  }

  #own(): Pack[] {
    const counter = 1 + this.random.integer(this.random.chance(0.1) ? 2 ** 50 : 1000)
    const peerId = this.random.pick(this.#peers) ?? ''
    const length = this.random.chance(0.1) ? 1 + this.random.integer(30) : 1 + this.random.integer(4)
    const ops = Array.from({ length }, (_, i) => this.#op({ counter: counter + i, peerId }))
    return packOps(this.random.pick(this.#trees) ?? '', ops)
  }

  #op(id: TreeOp['id']): TreeOp {
    const targetId = this.#name()
    const key = this.#name()
    const kind = this.random.integer(5)
    if (kind === 0) return { id, targetId, parentId: this.random.chance(0.2) ? null : this.#name() }
    if (kind === 1) return { id, targetId, key, value: undefined, transient: false }
    if (kind === 2)
      return { id, targetId, key, update: this.random.bytes(this.random.integer(this.random.chance(0.1) ? 400 : 30)) }
    return { id, targetId, key, value: this.#value(0), transient: false }
  }

  #value(depth: number): JsonValue {
    const { random } = this
    const edges = [0, -0, 127, 128, -32, -33, 255, 256, 65535, 65536, -128, -129, -32768, -32769, 2 ** 31, 2 ** 32]
    const wide = [2 ** 32 - 1, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 1.5, 1e300, 5e-324, 1_700_000_000_000]
    const pick = random.integer(depth > 1 ? 6 : 8)
    if (pick === 0) return random.pick([null, true, false]) ?? null
    if (pick === 1) return random.pick([...edges, ...wide]) ?? 0
    if (pick === 2) return random.integer(2 ** 31) - 2 ** 30
    if (pick <= 5) return this.#name() + (random.chance(0.5) ? String(random.integer(50)) : '')
    const items = Array.from({ length: random.integer(6) }, () => this.#value(depth + 1))
    return pick === 6 ? items : Object.fromEntries(items.map((item, i) => [`${this.#name()}${i}`, item]))
  }

  #foreign(): Pack[] {
    const { random } = this
    const content: unknown = random.pick([
      [1, ['v', 'v'], [[1, 0, 1, 5]]],
      [1, ['b', 'a'], [[1, 1, 0, 5]]],
      [1, ['unused', 'a'], [[2, 1, 1]]],
      [1, ['a'], [[0, 0, -1, 'more']]],
      [1, ['a'], [[3, 0, 0, 'no bytes']]],
      [1, ['a'], [[1, 0, 0, new Uint8Array(3)]]],
      [1, ['a'], [[1, 0, 0, new Date(5)]]],
      [1, ['a'], [[1, 0, 0, 2n ** 60n]]],
      [1, ['a'], [[1, 0, 9, 1]]],
      [1, ['a'], []],
      [2, [], []],
      'text',
      null,
    ])
    const body = random.chance(0.3) ? random.bytes(random.integer(60)) : codec.pack(content)
    // Cut off, grown, or one bit turned.
    const twisted = random.chance(0.3)
      ? body.slice(0, random.integer(body.length + 1))
      : Uint8Array.from([...body, ...(random.chance(0.2) ? [0] : [])])
    if (random.chance(0.3) && twisted.length > 0) twisted[random.integer(twisted.length)]! ^= 1 << random.integer(8)
    return [packOf(twisted, 1 + random.integer(2 ** 40), 1 + random.integer(3))]
  }

  #name(): string {
    return this.random.chance(0.5) ? (this.random.pick(this.#names) ?? '') : this.#digits(32)
  }

  #digits(length: number): string {
    let digits = ''
    while (digits.length < length) digits += String(this.random.integer(10))
    return digits
  }
}

describe('segments', () => {
  it('[PL30] give back every pack byte for byte, whatever its body is', () => {
    for (let seed = 1; seed <= 100; seed++) expectSame(new History(seed).packs(40))
    expectSame(new History(999).packs(1000), brotli)
  })

  it('[PL30] hold nothing, huge bodies, and bodies that are not ours', () => {
    expectSame([])
    expectSame([packOf(new Uint8Array())])
    const update = new Uint8Array(3_000_000).map((_, at) => (at * at) >> 7)
    expectSame(packOps(TREE, [{ id: { counter: 1, peerId: PEER }, targetId: 'v', key: 'body', update }]), brotli)
    expectSame([packOf(new Uint8Array(70_000).fill(0x91)), packOf(new Uint8Array(5).fill(0xdd))])
    expectSame([packOf(codec.pack([1, ['a'], [[1, 0, 0, 1]]]), Number.MAX_SAFE_INTEGER - 5, 1)])
  })

  it('[PL30] keep bodies our own code writes in columns, not as bytes', () => {
    const history = new History(7)
    const ours = history.packs(500).filter((pack) => pack.treeId !== TREE)
    const wellFormed = ours.filter((pack) => parseBody(pack.body, new Dictionary()) !== undefined)
    expect(wellFormed.length).toBe(ours.length)
  })

  it('[PL30] need far less room than the packs', () => {
    const random = new SeededRandom(3)
    const ids = Array.from({ length: 50 }, (_, i) => String(i).padStart(32, '7'))
    const ops = Array.from({ length: 2000 }, (_, i) => ({
      id: { counter: i + 1, peerId: PEER },
      targetId: random.pick(ids) ?? '',
      key: random.pick(['name', 'size', 'state']) ?? '',
      value: random.integer(1000),
      transient: false as const,
    }))
    const packs = ops.flatMap((op) => packOps(TREE, [op]))
    const plainBytes = packs.reduce((sum, pack) => sum + pack.body.length, 0)
    expect(encodeSegment(packs, brotli).length).toBeLessThan(plainBytes / 10)
  })

  it('[PL31] find packs by tree and by author without unpacking the others', () => {
    const packs = new History(11).packs(400)
    const segment = new Segment(encodeSegment(packs, plain), plain)
    for (const treeId of new Set(packs.map((pack) => pack.treeId))) {
      const found = segment.ofTree(treeId).flatMap((index) => segment.pack(index) ?? [])
      expect(found.map(textOf)).toEqual(packs.filter((pack) => pack.treeId === treeId).map(textOf))
    }
    for (const pack of packs.slice(0, 100)) {
      const at = segment.atOrBefore({ ...pack, counter: pack.counter + pack.count - 1 })
      const before = packs.filter(
        (other) =>
          other.treeId === pack.treeId && other.peerId === pack.peerId && other.counter < pack.counter + pack.count,
      )
      expect(segment.header(at ?? -1).counter).toBe(Math.max(...before.map((other) => other.counter)))
    }
    expect(segment.atOrBefore({ treeId: TREE, peerId: 'nobody', counter: 5 })).toBeUndefined()
    expect(segment.ofTree('none')).toEqual([])
  })

  it('[PL32] a turned bit in a run costs the pack it lies in, and is noticed wherever it lies', () => {
    const packs = new History(4).packs(12)
    const bytes = encodeRun(packs).bytes
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice()
      damaged[at]! ^= 4
      let found: Pack[] = []
      try {
        found = decodeSegment(damaged, plain)
      } catch {
        // The heads: nothing of it can be trusted.
      }
      const texts = packs.map(textOf)
      expect(found.every((pack) => texts.includes(textOf(pack)))).toBe(true)
      if (at > bytes.length - 10) expect(found).toHaveLength(packs.length - 1)
    }
  })

  it('[PL30] bytes that are none are refused', () => {
    expect(() => decodeSegment(new Uint8Array([9, 1, 2]), plain)).toThrow()
    const bytes = encodeSegment(new History(2).packs(20), brotli)
    expect(() => decodeSegment(bytes.slice(0, bytes.length - 20), brotli)).toThrow()
  })
})

describe('the body a segment writes', () => {
  it('[PL30] is the one stored since the first version: this changes for no library', () => {
    const ops: TreeOp[] = [
      { id: { counter: 1, peerId: PEER }, targetId: 'v', parentId: null },
      { id: { counter: 2, peerId: PEER }, targetId: 'w', parentId: 'v' },
      { id: { counter: 3, peerId: PEER }, targetId: 'w', key: 'n', value: 300, transient: false },
      { id: { counter: 4, peerId: PEER }, targetId: 'w', key: 'n', value: 'é', transient: false },
      { id: { counter: 5, peerId: PEER }, targetId: 'w', key: 'n', value: undefined, transient: false },
      { id: { counter: 6, peerId: PEER }, targetId: 'w', key: 'n', update: new Uint8Array([1, 2]) },
    ]
    const [pack] = packOps(TREE, ops)
    const stored = '930193a176a177a16e96930000ff9300010094010102cd012c94010102a2c3a993020102940301 02c4020102'
    const hex = [...(pack?.body ?? [])].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(hex).toBe(stored.replace(' ', ''))
    expectSame(pack ? [pack] : [])
  })
})
