import type { Sodium } from 'libsodium-sumo'
import { noblePrimitives } from '../../core/keys/noblePrimitives'
import { NONCE_BYTES, TAG_BYTES, type SealingKeys, type SealingPrimitives } from '../../core/keys/SealingPrimitives'

const KEY_BYTES = 32
const LENGTH_BYTES = 2
const MAX_LABEL_BYTES = 4096
/** What a pack or a part of a file is at most; larger ones are rare, and need not keep memory for themselves. */
const MAX_CONTENT_BYTES = 1024 * 1024 + 64

/**
 * Sealing by libsodium. Everything lies in one piece of its memory that is used again and again: taking and giving back
 * memory for each pack would cost more than sealing it.
 */
export class SodiumSealing implements SealingPrimitives {
  readonly #sodium: Sodium
  readonly #cipherKey: number
  /** The MAC with its key taken in, and the copy of it that is at work. */
  readonly #macStart: number
  readonly #mac: number
  readonly #macBytes: number
  readonly #length: number
  readonly #plain: number
  readonly #sealed: number
  #keys: SealingKeys | undefined

  /** Throws when there is no memory to be had. */
  constructor(sodium: Sodium) {
    this.#sodium = sodium
    this.#macBytes = sodium._crypto_auth_hmacsha256_statebytes()
    const room = (sizeBytes: number): number => {
      const at = sodium._malloc(sizeBytes)
      if (at === 0) throw new Error('libsodium has no memory left.')
      return at
    }
    this.#cipherKey = room(KEY_BYTES)
    this.#macStart = room(this.#macBytes)
    this.#mac = room(this.#macBytes)
    this.#length = room(LENGTH_BYTES + MAX_LABEL_BYTES)
    this.#plain = room(MAX_CONTENT_BYTES)
    this.#sealed = room(NONCE_BYTES + MAX_CONTENT_BYTES + TAG_BYTES)
  }

  seal(keys: SealingKeys, label: Uint8Array, content: Uint8Array): Uint8Array {
    if (!this.#hasRoom(label, content)) return noblePrimitives.seal(keys, label, content)
    this.#use(keys)
    this.#put(label, content)
    const heap = this.#sodium.HEAPU8
    heap[this.#length] = label.byteLength >>> 8
    heap[this.#length + 1] = label.byteLength & 255
    heap.copyWithin(this.#mac, this.#macStart, this.#macStart + this.#macBytes)
    this.#sodium._crypto_auth_hmacsha256_update(this.#mac, this.#length, LENGTH_BYTES + label.byteLength, 0)
    this.#sodium._crypto_auth_hmacsha256_update(this.#mac, this.#plain, content.byteLength, 0)
    // Longer than a nonce; the ciphertext that comes next overwrites the rest.
    this.#sodium._crypto_auth_hmacsha256_final(this.#mac, this.#sealed)
    return this.#encrypt(label, content)
  }

  sealWithNonce(keys: SealingKeys, nonce: Uint8Array, label: Uint8Array, content: Uint8Array): Uint8Array {
    if (!this.#hasRoom(label, content)) return noblePrimitives.sealWithNonce(keys, nonce, label, content)
    this.#use(keys)
    this.#put(label, content)
    this.#sodium.HEAPU8.set(nonce, this.#sealed)
    return this.#encrypt(label, content)
  }

  open(keys: SealingKeys, label: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    const sizeBytes = sealed.byteLength - NONCE_BYTES
    if (!this.#hasRoom(label, sealed)) return noblePrimitives.open(keys, label, sealed)
    this.#use(keys)
    const heap = this.#sodium.HEAPU8
    heap.set(label, this.#label)
    heap.set(sealed, this.#sealed)
    const trouble = this.#sodium._crypto_aead_xchacha20poly1305_ietf_decrypt(
      this.#plain,
      0,
      0,
      this.#sealed + NONCE_BYTES,
      sizeBytes,
      0,
      this.#label,
      label.byteLength,
      0,
      this.#sealed,
      this.#cipherKey,
    )
    return trouble === 0 ? heap.slice(this.#plain, this.#plain + sizeBytes - TAG_BYTES) : undefined
  }

  get #label(): number {
    return this.#length + LENGTH_BYTES
  }

  #hasRoom(label: Uint8Array, content: Uint8Array): boolean {
    return label.byteLength <= MAX_LABEL_BYTES && content.byteLength <= MAX_CONTENT_BYTES
  }

  #use(keys: SealingKeys): void {
    if (this.#keys === keys) return
    const heap = this.#sodium.HEAPU8
    heap.set(keys.nonceKey, this.#cipherKey)
    this.#sodium._crypto_auth_hmacsha256_init(this.#macStart, this.#cipherKey, KEY_BYTES)
    heap.set(keys.cipherKey, this.#cipherKey)
    this.#keys = keys
  }

  #put(label: Uint8Array, content: Uint8Array): void {
    this.#sodium.HEAPU8.set(label, this.#label)
    this.#sodium.HEAPU8.set(content, this.#plain)
  }

  /** With the nonce that lies at the beginning of what comes out. */
  #encrypt(label: Uint8Array, content: Uint8Array): Uint8Array {
    this.#sodium._crypto_aead_xchacha20poly1305_ietf_encrypt(
      this.#sealed + NONCE_BYTES,
      0,
      this.#plain,
      content.byteLength,
      0,
      this.#label,
      label.byteLength,
      0,
      0,
      this.#sealed,
      this.#cipherKey,
    )
    const end = this.#sealed + NONCE_BYTES + content.byteLength + TAG_BYTES
    return this.#sodium.HEAPU8.slice(this.#sealed, end)
  }
}
