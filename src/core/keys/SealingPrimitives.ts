/** What one purpose seals with, 32 bytes each. */
export interface SealingKeys {
  readonly cipherKey: Uint8Array
  readonly nonceKey: Uint8Array
}

export const SEAL_FORMAT = 1
export const NONCE_BYTES = 24
export const TAG_BYTES = 16

/** By how much sealing makes bytes longer. */
export const SEAL_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** Longer labels are none of ours. */
export const MAX_LABEL_BYTES = 4096

/**
 * Puts the label of the content at this index at the beginning of `to`; returns its length. `to` has room for the longest, is
 * the same in all calls for one list, and nobody else writes there in between.
 */
export type PutLabel = (index: number, to: Uint8Array) => number

/**
 * What sealing is computed with: XChaCha20-Poly1305 over HMAC-SHA256 as synthetic nonce (as in SIV, RFC 5297). The same bytes
 * whoever computes them, so a home may offer faster ones than the core brings along. Sealed bytes are
 * `[1, nonce (24), ciphertext, tag (16)]`; the label is bound to them as associated data and not in them.
 */
export interface SealingPrimitives {
  /**
   * Each content under its own label; the nonce is the beginning of a MAC of the label's length (2 bytes, high first), the
   * label and the content. What comes out may share a buffer of its own.
   */
  sealAll(keys: SealingKeys, contents: readonly Uint8Array[], putLabel: PutLabel): Uint8Array[]
  sealWithNonce(keys: SealingKeys, nonce: Uint8Array, label: Uint8Array, content: Uint8Array): Uint8Array
  /** Undefined for each of them that was not sealed with these keys under its label. */
  openAll(keys: SealingKeys, sealed: readonly Uint8Array[], putLabel: PutLabel): (Uint8Array | undefined)[]
}
