import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Environment } from '../environment'
import { hexOf } from '../hex'

/** 32 random bytes: whoever has them can read the space, wherever it is stored. */
export type SpaceKey = Uint8Array

export const SPACE_KEY_BYTES = 32

export function newSpaceKey(environment: Environment): SpaceKey {
  return environment.randomBytes(SPACE_KEY_BYTES)
}

/** Names a key without telling it: 32 hex digits, the same for everybody who has it. */
export function keyIdOf(key: SpaceKey): string {
  return hexOf(deriveKey(key, 'key id', 16))
}

/**
 * Bytes for one purpose, of which no other purpose's can be learned (HKDF-SHA256, RFC 5869). The purposes and their names
 * are part of the format. Throws for what is no key: a mistake of ours, which must never seal anything.
 */
export function deriveKey(key: SpaceKey, purpose: string, length: number): Uint8Array {
  if (key.byteLength !== SPACE_KEY_BYTES) throw new Error(`A space key has ${SPACE_KEY_BYTES} bytes.`)
  return hkdf(sha256, key, undefined, utf8ToBytes(`grove/1/${purpose}`), length)
}
