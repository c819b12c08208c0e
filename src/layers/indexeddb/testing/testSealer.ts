import type { Sealer } from '../../../core/keys/Sealer'

/** Turns every bit around: enough to tell sealed from plain. */
export const testSealer: Sealer = {
  seal: (text) => new TextEncoder().encode(text).map((byte) => byte ^ 0xff),
  unseal: (sealed) => new TextDecoder().decode(sealed.map((byte) => byte ^ 0xff)),
}
