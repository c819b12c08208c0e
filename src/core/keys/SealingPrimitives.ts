/** What one purpose seals with, 32 bytes each. */
export interface SealingKeys {
  readonly cipherKey: Uint8Array
  readonly nonceKey: Uint8Array
}

export const NONCE_BYTES = 24
export const TAG_BYTES = 16

/**
 * What sealing is computed with: XChaCha20-Poly1305 over HMAC-SHA256 as synthetic nonce (as in SIV, RFC 5297). The same bytes
 * whoever computes them, so a home may offer faster ones than the core brings along. Sealed bytes are
 * `[nonce (24), ciphertext, tag (16)]`; the label is bound to them as associated data and not in them.
 */
export interface SealingPrimitives {
  /** The nonce is the beginning of a MAC of the label's length (2 bytes, high first), the label and the content. */
  seal(keys: SealingKeys, label: Uint8Array, content: Uint8Array): Uint8Array
  sealWithNonce(keys: SealingKeys, nonce: Uint8Array, label: Uint8Array, content: Uint8Array): Uint8Array
  /** Undefined when these bytes were not sealed with these keys under this label. At least nonce and tag are there. */
  open(keys: SealingKeys, label: Uint8Array, sealed: Uint8Array): Uint8Array | undefined
}
