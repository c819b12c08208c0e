import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { concatBytes } from '@noble/ciphers/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { NONCE_BYTES, type SealingPrimitives } from './SealingPrimitives'

/** In JavaScript alone, wherever it runs. Cost: about 20 µs for a small pack, 14 ms for a MiB. */
export const noblePrimitives: SealingPrimitives = {
  seal(keys, label, content) {
    const length = Uint8Array.of(label.byteLength >>> 8, label.byteLength & 255)
    const mac = macOf(keys.nonceKey).clone().update(length).update(label).update(content).digest()
    return this.sealWithNonce(keys, mac.subarray(0, NONCE_BYTES), label, content)
  },

  sealWithNonce({ cipherKey }, nonce, label, content) {
    return concatBytes(nonce, xchacha20poly1305(cipherKey, nonce, label).encrypt(content))
  },

  open({ cipherKey }, label, sealed) {
    const nonce = sealed.subarray(0, NONCE_BYTES)
    try {
      return xchacha20poly1305(cipherKey, nonce, label).decrypt(sealed.subarray(NONCE_BYTES))
    } catch {
      return undefined
    }
  },
}

const macByKey = new WeakMap<Uint8Array, ReturnType<typeof hmac.create>>()

/** With its key already taken in, which is half of the work for a small message: to be cloned, not used up. */
function macOf(nonceKey: Uint8Array): ReturnType<typeof hmac.create> {
  let mac = macByKey.get(nonceKey)
  if (!mac) {
    mac = hmac.create(sha256, nonceKey)
    macByKey.set(nonceKey, mac)
  }
  return mac
}
