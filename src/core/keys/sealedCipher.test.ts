import { describe, expect, it } from 'vitest'
import { hexOf } from '../hex'
import { headerProblem } from '../persistence/packBody'
import { MAX_BODY_BYTES, type Pack } from '../persistence/Pack'
import { SeededRandom } from '../testing/SeededRandom'
import { TestEnvironment } from '../testing/TestEnvironment'
import { PLAIN_CIPHER } from './plainCipher'
import { sealedCipher } from './sealedCipher'
import { SEAL_BYTES } from './SealingPrimitives'
import type { SpaceCipher } from './SpaceCipher'
import { keyIdOf, newSpaceKey } from './SpaceKey'

const environment = new TestEnvironment(1)
const key = Uint8Array.from({ length: 32 }, (_, index) => index)
const cipher = sealedCipher(key, environment)
const stranger = sealedCipher(newSpaceKey(environment), environment)
const hash = 'b'.repeat(64)
const pack: Pack = {
  treeId: 'a'.repeat(32),
  peerId: '01234567890123456789',
  counter: 7,
  count: 3,
  body: Uint8Array.of(1, 2, 3),
}
const badFile = expect.objectContaining({ detail: expect.objectContaining({ code: 'bad-file' }) as unknown }) as Error

function sealPack(content: Pack, by: SpaceCipher = cipher): Pack {
  return by.sealPacks([content])[0]!
}

function openPack(sealed: Pack): Pack | undefined {
  return cipher.openPacks([sealed])[0]
}

/** Every way to have one bit wrong, and to have the end missing. */
function* spoiled(sealed: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < sealed.byteLength * 8; bit++) {
    const copy = sealed.slice()
    copy[bit >>> 3] = (copy[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
    yield copy
  }
  for (let length = 0; length < sealed.byteLength; length++) yield sealed.slice(0, length)
  yield Uint8Array.of(...sealed, 0)
}

describe('a key', () => {
  it('[KE1] is named by an id that is the same for all who have it, and another for another key', () => {
    expect(keyIdOf(key)).toBe('f14901cff3b4cebd62e608cf7f64191c')
    expect(cipher.keyId).toBe(keyIdOf(key))
    expect(stranger.keyId).not.toBe(cipher.keyId)
  })

  it('[KE1] of another length seals nothing', () => {
    expect(() => sealedCipher(key.subarray(1), environment)).toThrow('32 bytes')
  })
})

describe('sealing packs', () => {
  it('[KE2] gives the same bytes on every machine and in every version', () => {
    expect(hexOf(sealPack(pack).body)).toBe(
      '0171a354812cf56ddd98926ff3a7dc178d9c19a2d42262a94463d4bd5316b94ed075f06cbcf4cc835e4b3bd6',
    )
    expect(sealPack(pack, sealedCipher(key.slice(), new TestEnvironment(2)))).toEqual(sealPack(pack))
  })

  it('[KE2] another body or header has another nonce', () => {
    const variants = [
      pack,
      { ...pack, body: Uint8Array.of(1, 2, 4) },
      { ...pack, counter: 8 },
      { ...pack, count: 4 },
      { ...pack, treeId: 'c'.repeat(32) },
      { ...pack, peerId: '01234567890123456780' },
    ]
    const nonces = variants.map((variant) => hexOf(sealPack(variant).body.subarray(1, 25)))
    expect(new Set(nonces).size).toBe(variants.length)
  })

  it('[KE3] opens what was sealed, of any size, and keeps the header', () => {
    const random = new SeededRandom(3)
    for (const size of [0, 1, 15, 16, 17, 63, 64, 65, 1000, 70_000]) {
      const written = {
        ...pack,
        counter: 1 + random.integer(1e9),
        count: 1 + random.integer(1000),
        body: random.bytes(size),
      }
      const sealed = sealPack(written)
      expect({ ...sealed, body: null }).toEqual({ ...written, body: null })
      expect(sealed.body.byteLength).toBe(size + SEAL_BYTES)
      expect(headerProblem(sealed)).toBeUndefined()
      expect(openPack(sealed)).toEqual(written)
    }
  })

  it('[KE3] opens nothing under another header, with another key, altered or cut', () => {
    const sealed = sealPack(pack)
    const other = sealPack({ ...pack, counter: 8 })
    const forged = [
      { ...sealed, counter: 8 },
      { ...sealed, count: 2 },
      { ...sealed, treeId: 'c'.repeat(32) },
      { ...sealed, peerId: '01234567890123456780' },
      { ...sealed, body: other.body },
      sealPack(pack, stranger),
      pack,
      ...Array.from(spoiled(sealed.body), (body) => ({ ...sealed, body })),
    ]
    for (const wrong of forged) expect(cipher.openPacks([wrong])).toEqual([undefined])
  })

  it('[KE3] leaves out what came with a pack and is no part of it', () => {
    expect(openPack({ ...sealPack(pack), more: 1 } as Pack)).toEqual(pack)
  })

  it('[KE3] refuses a body that nobody could keep once it is sealed', () => {
    const tooLarge = expect.objectContaining({
      detail: expect.objectContaining({ code: 'too-large' }) as unknown,
    }) as Error
    expect(() => sealPack({ ...pack, body: new Uint8Array(MAX_BODY_BYTES - SEAL_BYTES + 1) })).toThrow(tooLarge)
  })
})

describe('sealing secrets', () => {
  const record = { key: 'openai', version: 4, value: 'sk-123' }

  it('[KE2] gives the same record each time, with the version to be seen', () => {
    const sealed = cipher.sealSecret({ key: 'token', version: 2, value: 'x' })
    expect(sealed.key).toBe('4e4459dea6d28441d0c78a3699544434707c50f75781f107436be23706f62ab2')
    expect(sealed.version).toBe(2)
    expect(sealed.value).toMatch(
      /^Aan1xCidZkGiTVay-emUBDcSF7d-It-dTKYZN253PXUmrfEDPQluANTjCRNyRsekQkqSTLUaLTg1pWPoriuo/,
    )
    expect(sealed.value).toHaveLength(396)
    expect(cipher.sealSecret(record)).toEqual(cipher.sealSecret(record))
  })

  it('[KE3] opens only under its own name and version', () => {
    const sealed = cipher.sealSecret(record)
    expect(cipher.openSecret(sealed)).toEqual(record)
    const other = cipher.sealSecret({ ...record, key: 'other' })
    for (const wrong of [
      { ...sealed, version: 5 },
      { ...sealed, key: other.key },
      { ...sealed, value: other.value },
      { ...sealed, value: null },
      { ...sealed, value: 'sk-123' },
      stranger.sealSecret(record),
      record,
    ]) {
      expect(cipher.openSecret(wrong)).toBeUndefined()
    }
  })

  it('[KE4] hides the key, the value and whether it was deleted', () => {
    const kept = cipher.sealSecret(record)
    const deleted = cipher.sealSecret({ ...record, value: null })
    expect(JSON.stringify(kept)).not.toMatch(/openai|sk-123/)
    expect(deleted.value).toHaveLength(kept.value?.length ?? 0)
    expect(deleted.key).toBe(kept.key)
    expect(cipher.openSecret(deleted)).toEqual({ ...record, value: null })
  })

  it('[KE3] brings back any text', () => {
    const long = { key: 'ключ 🔑', version: 1, value: '\ud800 ü \u0000'.repeat(3000) }
    expect(cipher.openSecret(cipher.sealSecret(long))).toEqual(long)
  })
})

describe('sealing files', () => {
  it('[KE2] gives every machine the same names and bytes', () => {
    expect(cipher.fileName(hash)).toBe('05e90b5f605ee71e39fd70bde25db751ce210dc1f1859f2951b755e45588f26e')
    expect(hexOf(cipher.sealChunk(hash, 1, Uint8Array.of(9)))).toBe(
      '01c00da89251922b0292decf2301ca1dc6792d9cbbb53da505fdf42117784797ef5459716cbcdb6c3f2a',
    )
    expect(hexOf(cipher.sealFileInfo({ hash, sizeBytes: 5 }))).toMatch(
      /^01ddd0d1eeaed8e4974292d7acb2bd77be63e55505414c/,
    )
  })

  it('[KE3] a part opens only in its place of its file', () => {
    const sealed = cipher.sealChunk(hash, 1, Uint8Array.of(9))
    expect(cipher.openChunk(hash, 1, sealed)).toEqual(Uint8Array.of(9))
    expect(() => cipher.openChunk(hash, 0, sealed)).toThrow(badFile)
    expect(() => cipher.openChunk('c'.repeat(64), 1, sealed)).toThrow(badFile)
    expect(() => stranger.openChunk(hash, 1, sealed)).toThrow(badFile)
    for (const wrong of spoiled(sealed)) expect(() => cipher.openChunk(hash, 1, wrong)).toThrow(badFile)
  })

  it('[KE3] what a file is opens only under its own name', () => {
    const info = { hash, sizeBytes: 12 }
    const name = cipher.fileName(hash)
    const sealed = cipher.sealFileInfo(info)
    expect(cipher.openFileInfo(name, sealed)).toEqual(info)
    expect(() => cipher.openFileInfo(cipher.fileName('c'.repeat(64)), sealed)).toThrow(badFile)
    for (const wrong of spoiled(sealed)) expect(() => cipher.openFileInfo(name, wrong)).toThrow(badFile)
  })

  it('[KE4] the name of a file does not tell its content', () => {
    expect(stranger.fileName(hash)).not.toBe(cipher.fileName(hash))
    expect(cipher.fileName(hash)).not.toContain(hash.slice(0, 8))
  })
})

describe('labels and presence', () => {
  it('[KE3] a label comes back, and a long one as far as a server keeps it', () => {
    expect(cipher.openLabel(cipher.sealLabel('Gärten 🌱'))).toBe('Gärten 🌱')
    const long = cipher.sealLabel('🌱'.repeat(1000))
    expect(long.length).toBeLessThanOrEqual(2000)
    expect(cipher.openLabel(long)).toMatch(/^(🌱){100}/u)
    expect(stranger.openLabel(long)).toBeUndefined()
    expect(cipher.openLabel('Gärten')).toBeUndefined()
  })

  it('[KE5] presence is other bytes each time, and opens', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const [first, second] = [cipher.sealPresence(bytes), cipher.sealPresence(bytes)]
    expect(first).not.toEqual(second)
    expect(cipher.openPresence(first)).toEqual(bytes)
    expect(cipher.openPresence(second)).toEqual(bytes)
    expect(stranger.openPresence(first)).toBeUndefined()
    for (const wrong of spoiled(first)) expect(cipher.openPresence(wrong)).toBeUndefined()
  })

  it('[KE3] what was sealed for one purpose does not open for another', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    expect(cipher.openPresence(cipher.sealChunk('', 0, bytes))).toBeUndefined()
    expect(cipher.openPacks([{ ...pack, body: cipher.sealPresence(bytes) }])).toEqual([undefined])
  })
})

describe('a space that is not sealed', () => {
  it('[KE6] goes as it is, and checks what it can', () => {
    const info = { hash, sizeBytes: 12 }
    expect(PLAIN_CIPHER.keyId).toBeNull()
    expect(PLAIN_CIPHER.openPacks(PLAIN_CIPHER.sealPacks([pack]))[0]).toBe(pack)
    expect(PLAIN_CIPHER.fileName(hash)).toBe(hash)
    expect(PLAIN_CIPHER.openFileInfo(hash, PLAIN_CIPHER.sealFileInfo(info))).toEqual(info)
    expect(() => PLAIN_CIPHER.openFileInfo('c'.repeat(64), PLAIN_CIPHER.sealFileInfo(info))).toThrow(badFile)
    expect(() => PLAIN_CIPHER.openFileInfo(hash, Uint8Array.of(1))).toThrow(badFile)
    expect(PLAIN_CIPHER.openLabel(PLAIN_CIPHER.sealLabel('Garden'))).toBe('Garden')
  })
})
