import { sha256 } from '@noble/hashes/sha2.js'
import { CHUNK_BYTES, type FileOnServer } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import { hexOf } from '../../core/hex'
import { decodeBase64Url } from '../../core/keys/base64url'
import { sha256Hex } from '../../core/keys/sha256Hex'
import type { FileInfo } from '../../core/keys/SpaceCipher'
import type { FileRoute } from './SentFile'
import type { Transfer } from './TransferQueue'

/** Larger ones are not asked for: they would not fit into memory. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024

/** Of the transfer that brings the file with this name. */
export function receiveKey(name: string): string {
  return `receive ${name}`
}

/** What has arrived of a file. */
interface Arrived {
  readonly info: FileInfo
  readonly bytes: Uint8Array
  readonly sum: ReturnType<typeof sha256.create>
  chunks: number
}

/** A file of the server on its way here: kept only when all of it is what its hash says. */
export class ReceivedFile implements Transfer {
  readonly direction = 'receive'
  readonly key: string
  readonly sizeBytes: number
  #arrived: Arrived | undefined

  constructor(
    readonly route: FileRoute,
    readonly file: FileOnServer,
  ) {
    this.key = receiveKey(file.name)
    this.sizeBytes = file.sizeBytes
  }

  /** After a lost connection it goes on with the part that was under way; after a bad part it begins anew. */
  async run(signal: AbortSignal): Promise<void> {
    const arrived = (this.#arrived ??= this.#begin())
    try {
      while (arrived.chunks < this.file.chunks.length) await this.#takeNext(arrived, signal)
      if (hexOf(arrived.sum.clone().digest()) !== arrived.info.hash)
        throw this.#bad('its content is not what was stored')
    } catch (error) {
      if (AppError.detailOf(error).code === 'bad-file') this.#arrived = undefined
      throw error
    }
    await this.route.files.put(arrived.bytes)
    this.#arrived = undefined
  }

  #begin(): Arrived {
    const { name, info: text, chunks } = this.file
    const sealed = decodeBase64Url(text)
    if (!sealed) throw this.#bad('it is not described rightly')
    const info = this.route.cipher.openFileInfo(name, sealed)
    if (info.sizeBytes > MAX_FILE_BYTES) {
      throw new AppError({ code: 'too-large', what: 'A file', sizeBytes: info.sizeBytes, limitBytes: MAX_FILE_BYTES })
    }
    if (chunks.length !== Math.ceil(info.sizeBytes / CHUNK_BYTES)) throw this.#bad('its size is not that of its parts')
    return { info, bytes: new Uint8Array(info.sizeBytes), sum: sha256.create(), chunks: 0 }
  }

  async #takeNext(arrived: Arrived, signal: AbortSignal): Promise<void> {
    const { api, cipher, spaceId } = this.route
    const { info, bytes, sum, chunks: index } = arrived
    const hash = this.file.chunks[index] ?? ''
    const sealed = await api.getChunk(spaceId, hash, signal)
    if (sha256Hex(sealed) !== hash) throw this.#bad('a part of it arrived damaged')
    const part = cipher.openChunk(info.hash, index, sealed)
    const from = index * CHUNK_BYTES
    if (part.byteLength !== Math.min(CHUNK_BYTES, info.sizeBytes - from)) throw this.#bad('a part of it is too short')
    bytes.set(part, from)
    sum.update(part)
    arrived.chunks += 1
  }

  #bad(reason: string): AppError {
    return new AppError({ code: 'bad-file', path: this.#arrived?.info.hash ?? this.file.name, reason })
  }
}
