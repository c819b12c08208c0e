import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Environment } from '../environment'
import { noblePrimitives } from './noblePrimitives'
import { NONCE_BYTES, TAG_BYTES, type SealingKeys, type SealingPrimitives } from './SealingPrimitives'
import { deriveKey, type SpaceKey } from './SpaceKey'

const FORMAT = 1

/** By how much sealing makes bytes longer. */
export const SEAL_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/**
 * Seals bytes for one purpose: `[1, nonce (24 bytes), XChaCha20-Poly1305 ciphertext and tag]`. What they are (`id`) is
 * bound to them as associated data and not in them, so they cannot be passed off as something else.
 */
export class SealingKey {
  readonly #keys: SealingKeys
  /** Every label of this purpose begins so. */
  readonly labelStart: string

  constructor(
    key: SpaceKey,
    purpose: string,
    readonly primitives: SealingPrimitives = noblePrimitives,
  ) {
    const derived = deriveKey(key, `seal/${purpose}`, 64)
    this.#keys = { cipherKey: derived.slice(0, 32), nonceKey: derived.slice(32) }
    this.labelStart = `grove/${FORMAT}/${purpose}/`
  }

  /**
   * The same bytes for the same content and id, always: two contents never share a nonce, because it is a MAC of both; all
   * that repetition tells is that it was the same.
   */
  seal(id: string, content: Uint8Array): Uint8Array {
    return this.sealUnder(this.#labelOf(id), content)
  }

  /** `label`: `labelStart` and the id. */
  sealUnder(label: Uint8Array, content: Uint8Array): Uint8Array {
    return withFormat(this.primitives.seal(this.#keys, label, content))
  }

  /** Other bytes each time, for what must not even tell that it repeats. */
  sealAfresh(id: string, content: Uint8Array, environment: Environment): Uint8Array {
    const nonce = environment.randomBytes(NONCE_BYTES)
    return withFormat(this.primitives.sealWithNonce(this.#keys, nonce, this.#labelOf(id), content))
  }

  /** Undefined for anything that this key did not seal for this purpose under this id. */
  open(id: string, sealed: Uint8Array): Uint8Array | undefined {
    return this.openUnder(this.#labelOf(id), sealed)
  }

  openUnder(label: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    if (sealed.byteLength < SEAL_BYTES || sealed[0] !== FORMAT) return undefined
    return this.primitives.open(this.#keys, label, sealed.subarray(1))
  }

  #labelOf(id: string): Uint8Array {
    return utf8ToBytes(this.labelStart + id)
  }
}

function withFormat(sealed: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + sealed.byteLength)
  bytes[0] = FORMAT
  bytes.set(sealed, 1)
  return bytes
}
