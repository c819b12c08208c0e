import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Environment } from '../environment'
import { noblePrimitives } from './noblePrimitives'
import { NONCE_BYTES, SEAL_FORMAT, type PutLabel, type SealingKeys, type SealingPrimitives } from './SealingPrimitives'
import { deriveKey, type SpaceKey } from './SpaceKey'

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
    this.labelStart = `grove/${SEAL_FORMAT}/${purpose}/`
  }

  /**
   * The same bytes for the same content and id, always: two contents never share a nonce, because it is a MAC of both; all
   * that repetition tells is that it was the same.
   */
  seal(id: string, content: Uint8Array): Uint8Array {
    return this.sealAll([content], this.#putting(id))[0]!
  }

  /** Labels: `labelStart` and the id of each. */
  sealAll(contents: readonly Uint8Array[], putLabel: PutLabel): Uint8Array[] {
    return this.primitives.sealAll(this.#keys, contents, putLabel)
  }

  /** Other bytes each time, for what must not even tell that it repeats. */
  sealAfresh(id: string, content: Uint8Array, environment: Environment): Uint8Array {
    const nonce = environment.randomBytes(NONCE_BYTES)
    return this.primitives.sealWithNonce(this.#keys, nonce, this.#labelOf(id), content)
  }

  /** Undefined for anything that this key did not seal for this purpose under this id. */
  open(id: string, sealed: Uint8Array): Uint8Array | undefined {
    return this.openAll([sealed], this.#putting(id))[0]
  }

  openAll(sealed: readonly Uint8Array[], putLabel: PutLabel): (Uint8Array | undefined)[] {
    return this.primitives.openAll(this.#keys, sealed, putLabel)
  }

  #putting(id: string): PutLabel {
    const label = this.#labelOf(id)
    return (_index, to) => {
      to.set(label)
      return label.byteLength
    }
  }

  #labelOf(id: string): Uint8Array {
    return utf8ToBytes(this.labelStart + id)
  }
}
