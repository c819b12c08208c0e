import { beforeAll, describe, expect, it } from 'vitest'
import { noblePrimitives } from '../../core/keys/noblePrimitives'
import { packLabels } from '../../core/keys/packLabels'
import type { PutLabel, SealingKeys, SealingPrimitives } from '../../core/keys/SealingPrimitives'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { SodiumPrimitives } from './SodiumPrimitives'

const SIZES = [0, 1, 15, 16, 63, 64, 65, 200, 4096, 65_000]
/** One that does not fit into the memory kept for it, too. */
const LARGE = [1_048_576, 1_100_000]

function putting(labels: readonly Uint8Array[]): PutLabel {
  return (index, to) => {
    const label = labels[index]!
    to.set(label)
    return label.byteLength
  }
}

function seal(by: SealingPrimitives, keys: SealingKeys, label: Uint8Array, content: Uint8Array): Uint8Array {
  return by.sealAll(keys, [content], putting([label]))[0]!
}

function open(by: SealingPrimitives, keys: SealingKeys, label: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  return by.openAll(keys, [sealed], putting([label]))[0]
}

describe('sodium', () => {
  const sodium = new SodiumPrimitives()
  const random = new SeededRandom(7)
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(256))
  const newKeys = (): SealingKeys => ({ cipherKey: bytes(32), nonceKey: bytes(32) })
  const [keys, label] = [newKeys(), bytes(80)]
  beforeAll(() => sodium.load())

  it('[KE15] makes the same bytes as the core’s own, and opens theirs, with keys that take turns', () => {
    for (const [index, size] of [...SIZES, ...SIZES.reverse()].entries()) {
      const content = bytes(size)
      const some = index % 2 === 0 ? keys : newKeys()
      const name = bytes(size % 300)
      const sealed = seal(sodium, some, name, content)
      expect(sealed).toEqual(seal(noblePrimitives, some, name, content))
      expect(open(sodium, some, name, sealed)).toEqual(content)
      expect(open(noblePrimitives, some, name, sealed)).toEqual(content)
      const nonce = bytes(24)
      const other = sodium.sealWithNonce(some, nonce, name, content)
      expect(other).toEqual(noblePrimitives.sealWithNonce(some, nonce, name, content))
    }
  })

  it('[KE15] labels that begin alike, as those of packs of one author, or only as long as each other', () => {
    const beginning = bytes(70)
    const labels = [70, 70, 20, 70, 62, 61, 62, 70].map((size, index) =>
      Uint8Array.of(...(index === 3 ? bytes(size) : beginning.subarray(0, size)), index, 1),
    )
    const contents = labels.map((_, index) => bytes(index * 20))
    for (const some of [keys, newKeys(), keys]) {
      const sealed = sodium.sealAll(some, contents, putting(labels))
      expect(sealed).toEqual(noblePrimitives.sealAll(some, contents, putting(labels)))
    }
  })

  it('[KE15] many at once, more than fit its memory and of all sizes, each under its own label', () => {
    const contents = [...SIZES, ...Array.from({ length: 30 }, () => 65_000), 1_100_000, 0, 7].map((size) =>
      bytes(Math.min(size, 300)),
    )
    contents[12] = new Uint8Array(1_100_000).fill(3)
    for (let index = 13; index < 35; index++) contents[index] = new Uint8Array(65_000).fill(index)
    const labels = contents.map((_, index) => bytes(1 + index))
    const putLabel = putting(labels)
    const sealed = sodium.sealAll(keys, contents, putLabel)
    const wanted = noblePrimitives.sealAll(keys, contents, putLabel)
    expect(sealed.map((each, index) => Buffer.compare(each, wanted[index]!))).toEqual(contents.map(() => 0))
    const damaged = sealed.map((each, index) => (index % 3 === 1 ? each.subarray(0, index % 2 === 0 ? 20 : -1) : each))
    for (const primitives of [sodium, noblePrimitives]) {
      const opened = primitives.openAll(keys, damaged, putLabel)
      expect(opened.map((each, index) => each && Buffer.compare(each, contents[index]!))).toEqual(
        contents.map((_, index) => (index % 3 === 1 ? undefined : 0)),
      )
    }
  })

  it('[KE15] packs of one author with a large one among them, whose labels are written only as far as they differ', () => {
    const author = { treeId: 'a'.repeat(32), peerId: '1'.repeat(20) }
    const packs = [1, 2, 3, 4].map((counter) => ({ ...author, counter, count: 1 }))
    const contents = [bytes(20), new Uint8Array(1_100_000), bytes(30), bytes(40)]
    const wanted = packs.map((pack, index) => {
      const label = new TextEncoder().encode(`start/${pack.treeId}/${pack.peerId}/${pack.counter}+1`)
      return seal(noblePrimitives, keys, label, contents[index]!)
    })
    for (const primitives of [sodium, noblePrimitives]) {
      const sealed = primitives.sealAll(keys, contents, packLabels('start/', packs))
      expect(sealed.map((each, index) => Buffer.compare(each, wanted[index]!))).toEqual([0, 0, 0, 0])
      const opened = primitives.openAll(keys, sealed, packLabels('start/', packs))
      expect(opened.map((each, index) => each && Buffer.compare(each, contents[index]!))).toEqual([0, 0, 0, 0])
    }
  })

  it.each(LARGE)('[KE15] also of %i bytes', (size) => {
    const content = new Uint8Array(size).fill(7)
    const sealed = seal(sodium, keys, label, content)
    expect(Buffer.compare(sealed, seal(noblePrimitives, keys, label, content))).toBe(0)
    expect(Buffer.compare(open(sodium, keys, label, sealed) ?? sealed, content)).toBe(0)
  })

  it('[KE15] opens nothing that was changed, or that belongs to another key, nonce or label', () => {
    for (const primitives of [sodium, noblePrimitives]) {
      const sealed = seal(primitives, keys, label, bytes(100))
      for (const at of [0, 1, 30, 140]) {
        const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte))
        expect(open(primitives, keys, label, changed)).toBeUndefined()
      }
      expect(open(primitives, keys, label, sealed.subarray(0, 42))).toBeUndefined()
      expect(open(primitives, newKeys(), label, sealed)).toBeUndefined()
      expect(open(primitives, keys, bytes(80), sealed)).toBeUndefined()
    }
  })

  it('[KE15] what it made is its own: sealing more does not change it', () => {
    const [first, content] = [seal(sodium, keys, label, label), bytes(80)]
    const kept = first.slice()
    open(sodium, keys, label, seal(sodium, keys, label, content))
    expect(first).toEqual(kept)
  })

  it('[KE15] works before it is loaded', () => {
    expect(seal(new SodiumPrimitives(), keys, label, label)).toEqual(seal(sodium, keys, label, label))
  })
})
