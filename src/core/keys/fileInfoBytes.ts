import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import type { FileInfo } from './SpaceCipher'

const schema = v.tuple([
  v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
])

/** JSON: `["<hash>", 12345]`. */
export function encodeFileInfo({ hash, sizeBytes }: FileInfo): Uint8Array {
  return utf8ToBytes(JSON.stringify([hash, sizeBytes]))
}

/** Undefined for anything else. */
export function decodeFileInfo(bytes: Uint8Array): FileInfo | undefined {
  try {
    const [hash, sizeBytes] = v.parse(schema, JSON.parse(bytesToUtf8(bytes)))
    return { hash, sizeBytes }
  } catch {
    return undefined
  }
}
