import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import type { SecretRecord } from '../space/Secrets'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import type { SealingKey } from './SealingKey'

const schema = v.tuple([v.string(), v.nullable(v.string())])
/** Contents are filled up with spaces to a multiple of this, so that their length does not tell which kind of key it is. */
const STEP_BYTES = 256

/** `name` stands for the key of the secret, which is inside with the value. */
export function sealSecretAs(name: string, { key, version, value }: SecretRecord, sealing: SealingKey): SecretRecord {
  const json = utf8ToBytes(JSON.stringify([key, value]))
  const content = new Uint8Array(Math.ceil(json.byteLength / STEP_BYTES) * STEP_BYTES).fill(0x20)
  content.set(json)
  return { key: name, version, value: encodeBase64Url(sealing.seal(`${name}/${version}`, content)) }
}

/** Undefined for what `sealing` did not seal under this name and version. */
export function openSecretOf(
  { key: name, version, value }: SecretRecord,
  sealing: SealingKey,
): SecretRecord | undefined {
  const sealed = value === null ? undefined : decodeBase64Url(value)
  const content = sealed && sealing.open(`${name}/${version}`, sealed)
  if (!content) return undefined
  try {
    const [key, inner] = v.parse(schema, JSON.parse(bytesToUtf8(content)))
    return { key, version, value: inner }
  } catch {
    return undefined
  }
}
