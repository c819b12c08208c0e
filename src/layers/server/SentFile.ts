import { CHUNK_BYTES } from '../../core/account/serverApi'
import type { Environment } from '../../core/environment'
import { encodeBase64Url } from '../../core/keys/base64url'
import { sha256Hex } from '../../core/keys/sha256Hex'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { nextTurn } from '../../core/nextTurn'
import type { FileStore } from '../../core/space/FileStore'
import type { ServerApi } from './ServerApi'
import type { Transfer } from './TransferQueue'

/** What files of one space are moved with. */
export interface FileRoute {
  readonly spaceId: string
  readonly api: ServerApi
  readonly files: FileStore
  readonly cipher: SpaceCipher
  readonly environment: Environment
}

/** Sealed at once and asked about together; so many MiB are in memory besides the file. */
const CHUNKS_AT_ONCE = 8

/** A stored file on its way to the server: its parts that are missing there, then what names them. */
export class SentFile implements Transfer {
  readonly direction = 'send'
  readonly key: string
  sizeBytes = 0

  constructor(
    readonly route: FileRoute,
    readonly name: string,
    readonly hash: string,
  ) {
    this.key = `send ${name}`
  }

  /** Sealing gives the same parts each time, so what is there already is never sent again, whoever sent it. */
  async run(signal: AbortSignal): Promise<void> {
    const { spaceId, api, files, cipher } = this.route
    const bytes = await files.get(this.hash)
    this.sizeBytes = bytes.byteLength
    const chunks: string[] = []
    const length = Math.ceil(bytes.byteLength / CHUNK_BYTES)
    while (chunks.length < length) {
      const sealedByHash = await this.#seal(bytes, chunks)
      for (const hash of await api.missingChunks(spaceId, [...sealedByHash.keys()], signal)) {
        const sealed = sealedByHash.get(hash)
        if (sealed) await api.putChunk(spaceId, hash, sealed, signal)
      }
    }
    const info = encodeBase64Url(cipher.sealFileInfo({ hash: this.hash, sizeBytes: bytes.byteLength }))
    await api.putFile(spaceId, this.name, { info, chunks }, signal)
  }

  /** The next parts, by hash; their hashes are added to `chunks`. */
  async #seal(bytes: Uint8Array, chunks: string[]): Promise<Map<string, Uint8Array>> {
    const sealedByHash = new Map<string, Uint8Array>()
    const end = Math.min(chunks.length + CHUNKS_AT_ONCE, Math.ceil(bytes.byteLength / CHUNK_BYTES))
    while (chunks.length < end) {
      const from = chunks.length * CHUNK_BYTES
      const sealed = this.route.cipher.sealChunk(this.hash, chunks.length, bytes.subarray(from, from + CHUNK_BYTES))
      const hash = sha256Hex(sealed)
      sealedByHash.set(hash, sealed)
      chunks.push(hash)
      // Some 20 ms each: whoever draws or answers comes in between.
      await nextTurn(this.route.environment.timers)
    }
    return sealedByHash
  }
}
