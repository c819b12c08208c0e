import type { Sealer } from '../../../core/keys/Sealer'

/** Stands in for the key store of an operating system: turns every bit, so plain text never reaches the disk. */
export const testSealer: Sealer = {
  seal: (text) => new TextEncoder().encode(text).map((byte) => byte ^ 0xff),
  unseal: (sealed) => new TextDecoder().decode(Uint8Array.from(sealed, (byte) => byte ^ 0xff)),
}
