import { AppError } from '../../../core/AppError'
import type { Environment } from '../../../core/environment'
import { SealingKey } from '../../../core/keys/SealingKey'
import type { Sealer } from '../../../core/keys/Sealer'
import type { HomeDatabase } from './HomeDatabase'

interface SealedKey {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
}

const KEY_BYTES = 32

/**
 * The nearest thing a browser has to a key store: an AES-GCM key that it keeps and uses, and gives to no script. It seals
 * the one key that seals everything else. A thief of the database alone has nothing; whoever can use this browser as its
 * owner does, or copies the whole profile, can use Grove too. Null where the browser keeps no keys (WebKitGTK does not).
 */
export async function openBrowserKeyStore(database: HomeDatabase, environment: Environment): Promise<Sealer | null> {
  const key = (await knownKey(database)) ?? (await newKey(database, environment))
  if (!key) return null
  const sealing = new SealingKey(key, 'browser')
  return {
    seal: (text) => sealing.sealAfresh('value', new TextEncoder().encode(text), environment),
    unseal: (sealed) => {
      const bytes = sealing.open('value', sealed)
      return bytes && new TextDecoder().decode(bytes)
    },
  }
}

/** Undefined where there is none yet, and where the browser has lost its half: then what it sealed is lost too. */
async function knownKey(database: HomeDatabase): Promise<Uint8Array | undefined> {
  const wrapping = await database.read('wrapping-key')
  const sealed = await database.read('sealing-key')
  if (!(wrapping instanceof CryptoKey) || !isSealedKey(sealed)) return undefined
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, wrapping, sealed.bytes))
  } catch {
    return undefined
  }
}

/** Undefined where the browser keeps no keys. */
async function newKey(database: HomeDatabase, environment: Environment): Promise<Uint8Array | undefined> {
  const key = new Uint8Array(environment.randomBytes(KEY_BYTES))
  const iv = new Uint8Array(environment.randomBytes(12))
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const bytes = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, key))
  const sealed: SealedKey = { iv, bytes }
  try {
    await database.write({ 'wrapping-key': wrapping, 'sealing-key': sealed })
    return key
  } catch (error) {
    if (isNotKept(error)) return undefined
    throw error
  }
}

function isNotKept(error: unknown): boolean {
  return error instanceof AppError && error.cause instanceof DOMException && error.cause.name === 'DataCloneError'
}

function isSealedKey(value: unknown): value is SealedKey {
  if (typeof value !== 'object' || value === null || !('iv' in value) || !('bytes' in value)) return false
  return value.iv instanceof Uint8Array && value.bytes instanceof Uint8Array
}
