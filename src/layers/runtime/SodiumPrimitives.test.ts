import { beforeAll, describe, expect, it } from 'vitest'
import { noblePrimitives } from '../../core/keys/noblePrimitives'
import type { SealingKeys } from '../../core/keys/SealingPrimitives'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { SodiumPrimitives } from './SodiumPrimitives'

const SIZES = [0, 1, 15, 16, 63, 64, 65, 200, 4096, 65_000]
/** One that does not fit into the memory kept for it, too. */
const LARGE = [1_048_576, 1_100_000]

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
      const sealed = sodium.seal(some, name, content)
      expect(sealed).toEqual(noblePrimitives.seal(some, name, content))
      expect(sodium.open(some, name, sealed)).toEqual(content)
      expect(noblePrimitives.open(some, name, sealed)).toEqual(content)
      const nonce = bytes(24)
      const other = sodium.sealWithNonce(some, nonce, name, content)
      expect(other).toEqual(noblePrimitives.sealWithNonce(some, nonce, name, content))
    }
  })

  it.each(LARGE)('[KE15] also of %i bytes', (size) => {
    const content = new Uint8Array(size).fill(7)
    const sealed = sodium.seal(keys, label, content)
    expect(Buffer.compare(sealed, noblePrimitives.seal(keys, label, content))).toBe(0)
    expect(Buffer.compare(sodium.open(keys, label, sealed) ?? sealed, content)).toBe(0)
  })

  it('[KE15] opens nothing that was changed, or that belongs to another key, nonce or label', () => {
    for (const primitives of [sodium, noblePrimitives]) {
      const sealed = primitives.seal(keys, label, bytes(100))
      for (const at of [0, 30, 139]) {
        const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte))
        expect(primitives.open(keys, label, changed)).toBeUndefined()
      }
      expect(primitives.open(keys, label, sealed.subarray(0, 41))).toBeUndefined()
      expect(primitives.open(newKeys(), label, sealed)).toBeUndefined()
      expect(primitives.open(keys, bytes(80), sealed)).toBeUndefined()
    }
  })

  it('[KE15] what it made is its own: sealing more does not change it', () => {
    const [first, content] = [sodium.seal(keys, label, label), bytes(80)]
    const kept = first.slice()
    sodium.open(keys, label, sodium.seal(keys, label, content))
    expect(first).toEqual(kept)
  })

  it('[KE15] works before it is loaded', () => {
    expect(new SodiumPrimitives().seal(keys, label, label)).toEqual(sodium.seal(keys, label, label))
  })
})
