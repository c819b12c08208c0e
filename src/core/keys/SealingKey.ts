import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Environment } from '../environment'
import { deriveKey, type SpaceKey } from './SpaceKey'

const FORMAT = 1
const NONCE_BYTES = 24
const HEAD_BYTES = 1 + NONCE_BYTES
const TAG_BYTES = 16

/** By how much sealing makes bytes longer. */
export const SEAL_BYTES = HEAD_BYTES + TAG_BYTES

/**
 * Seals bytes for one purpose: `[1, nonce (24 bytes), XChaCha20-Poly1305 ciphertext and tag]`. What they are (`id`) is
 * bound to them as associated data and not in them, so they cannot be passed off as something else.
 */
export class SealingKey {
  readonly #cipherKey: Uint8Array
  /** HMAC with its key already taken in: cloned for each message, which costs half of beginning anew. */
  readonly #nonceMac: ReturnType<typeof hmac.create>

  constructor(
    key: SpaceKey,
    readonly purpose: string,
  ) {
    const derived = deriveKey(key, `seal/${purpose}`, 64)
    this.#cipherKey = derived.slice(0, 32)
    this.#nonceMac = hmac.create(sha256, derived.subarray(32))
  }

  /**
   * The same bytes for the same content and id, always. The nonce is a MAC of both (as in SIV, RFC 5297), so two contents
   * never share one; all that repetition tells is that it was the same.
   */
  seal(id: string, content: Uint8Array): Uint8Array {
    const label = this.#labelOf(id)
    // The length keeps a label that ends like a content begins apart from its neighbour.
    const mac = this.#nonceMac.clone().update(Uint8Array.of(label.byteLength >>> 8, label.byteLength & 255))
    return this.#sealWith(mac.update(label).update(content).digest().subarray(0, NONCE_BYTES), label, content)
  }

  /** Other bytes each time, for what must not even tell that it repeats. */
  sealAfresh(id: string, content: Uint8Array, environment: Environment): Uint8Array {
    return this.#sealWith(environment.randomBytes(NONCE_BYTES), this.#labelOf(id), content)
  }

  /** Undefined for anything that this key did not seal for this purpose under this id. */
  open(id: string, sealed: Uint8Array): Uint8Array | undefined {
    if (sealed.byteLength < SEAL_BYTES || sealed[0] !== FORMAT) return undefined
    const nonce = sealed.subarray(1, HEAD_BYTES)
    try {
      return xchacha20poly1305(this.#cipherKey, nonce, this.#labelOf(id)).decrypt(sealed.subarray(HEAD_BYTES))
    } catch {
      return undefined
    }
  }

  #labelOf(id: string): Uint8Array {
    return utf8ToBytes(`grove/${FORMAT}/${this.purpose}/${id}`)
  }

  #sealWith(nonce: Uint8Array, label: Uint8Array, content: Uint8Array): Uint8Array {
    const sealed = new Uint8Array(SEAL_BYTES + content.byteLength)
    sealed[0] = FORMAT
    sealed.set(nonce, 1)
    sealed.set(xchacha20poly1305(this.#cipherKey, nonce, label).encrypt(content), HEAD_BYTES)
    return sealed
  }
}
