import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { AppError } from '../AppError'
import type { Environment } from '../environment'
import { hexOf } from '../hex'
import { MAX_BODY_BYTES, type Pack } from '../persistence/Pack'
import type { SecretRecord } from '../space/Secrets'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { decodeFileInfo, encodeFileInfo } from './fileInfoBytes'
import { openSecretOf, sealSecretAs } from './sealedSecret'
import { packLabels } from './packLabels'
import { SealingKey } from './SealingKey'
import { SEAL_BYTES } from './SealingPrimitives'
import type { FileInfo, SpaceCipher } from './SpaceCipher'
import { deriveKey, keyIdOf, type SpaceKey } from './SpaceKey'

/** Longer labels are cut, so that a server's limit for sealed ones is kept. */
const MAX_LABEL_LENGTH = 300

/** Seals what a space holds with its key. Cost for a small pack: 2 µs where the home offers its own primitives, else 20. */
export function sealedCipher(key: SpaceKey, environment: Environment): SpaceCipher {
  return new SealedCipher(key, environment)
}

class SealedCipher implements SpaceCipher {
  readonly keyId: string
  readonly #packs: SealingKey
  readonly #secrets: SealingKey
  readonly #fileInfos: SealingKey
  readonly #chunks: SealingKey
  readonly #labels: SealingKey
  readonly #presence: SealingKey
  readonly #fileNameKey: Uint8Array
  readonly #secretNameKey: Uint8Array

  constructor(
    key: SpaceKey,
    readonly environment: Environment,
  ) {
    const primitives = environment.sealing?.()
    this.keyId = keyIdOf(key)
    this.#packs = new SealingKey(key, 'pack', primitives)
    this.#secrets = new SealingKey(key, 'secret', primitives)
    this.#fileInfos = new SealingKey(key, 'file info', primitives)
    this.#chunks = new SealingKey(key, 'chunk', primitives)
    this.#labels = new SealingKey(key, 'label', primitives)
    this.#presence = new SealingKey(key, 'presence', primitives)
    this.#fileNameKey = deriveKey(key, 'file name', 32)
    this.#secretNameKey = deriveKey(key, 'secret name', 32)
  }

  sealPacks(packs: readonly Pack[]): Pack[] {
    for (const { body } of packs) {
      const sizeBytes = body.byteLength + SEAL_BYTES
      if (sizeBytes <= MAX_BODY_BYTES) continue
      throw new AppError({ code: 'too-large', what: 'This change', sizeBytes, limitBytes: MAX_BODY_BYTES })
    }
    const sealed = this.#packs.sealAll(bodiesOf(packs), packLabels(this.#packs.labelStart, packs))
    return sealed.map((body, index) => withBody(packs[index]!, body))
  }

  openPacks(packs: readonly Pack[]): (Pack | undefined)[] {
    const opened = this.#packs.openAll(bodiesOf(packs), packLabels(this.#packs.labelStart, packs))
    return opened.map((body, index) => body && withBody(packs[index]!, body))
  }

  sealSecret(record: SecretRecord): SecretRecord {
    return sealSecretAs(this.#secretName(record.key), record, this.#secrets)
  }

  openSecret(record: SecretRecord): SecretRecord | undefined {
    const opened = openSecretOf(record, this.#secrets)
    return opened && this.#secretName(opened.key) === record.key ? opened : undefined
  }

  fileName(hash: string): string {
    return nameOf(this.#fileNameKey, hash)
  }

  sealFileInfo(info: FileInfo): Uint8Array {
    return this.#fileInfos.seal(this.fileName(info.hash), encodeFileInfo(info))
  }

  openFileInfo(name: string, sealed: Uint8Array): FileInfo {
    const content = this.#fileInfos.open(name, sealed)
    const info = content && decodeFileInfo(content)
    if (!info || this.fileName(info.hash) !== name) throw notSealedHere(name)
    return info
  }

  sealChunk(hash: string, index: number, bytes: Uint8Array): Uint8Array {
    return this.#chunks.seal(`${hash}/${index}`, bytes)
  }

  openChunk(hash: string, index: number, sealed: Uint8Array): Uint8Array {
    const bytes = this.#chunks.open(`${hash}/${index}`, sealed)
    if (!bytes) throw notSealedHere(hash)
    return bytes
  }

  sealLabel(text: string): string {
    return encodeBase64Url(this.#labels.seal('', utf8ToBytes(text.slice(0, MAX_LABEL_LENGTH))))
  }

  openLabel(sealed: string): string | undefined {
    const bytes = decodeBase64Url(sealed)
    const content = bytes && this.#labels.open('', bytes)
    return content && bytesToUtf8(content)
  }

  sealPresence(bytes: Uint8Array): Uint8Array {
    return this.#presence.sealAfresh('', bytes, this.environment)
  }

  openPresence(sealed: Uint8Array): Uint8Array | undefined {
    return this.#presence.open('', sealed)
  }

  #secretName(key: string): string {
    return nameOf(this.#secretNameKey, key)
  }
}

function bodiesOf(packs: readonly Pack[]): Uint8Array[] {
  return packs.map(({ body }) => body)
}

/** No spread: a pack that came from outside may carry more than a pack. */
function withBody({ treeId, peerId, counter, count }: Pack, body: Uint8Array): Pack {
  return { treeId, peerId, counter, count, body }
}

function nameOf(key: Uint8Array, text: string): string {
  return hexOf(hmac(sha256, key, utf8ToBytes(text)))
}

function notSealedHere(path: string): AppError {
  return new AppError({ code: 'bad-file', path, reason: 'it was not sealed with the key of this space' })
}
