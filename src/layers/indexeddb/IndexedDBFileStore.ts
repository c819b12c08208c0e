import { AppError } from '../../core/AppError'
import { hexOf } from '../../core/hex'
import type { FileStore } from '../../core/space/FileStore'
import type { SpaceId } from '../../core/space/Space'
import { SpaceDatabase } from './SpaceDatabase'

/** The files of a space in its database, by content. They are kept as blobs, which the browser reads part by part. */
export class IndexedDBFileStore implements FileStore {
  readonly #database: SpaceDatabase

  constructor(spaceId: SpaceId) {
    this.#database = new SpaceDatabase({ spaceId, logId: '', mode: 'open' })
  }

  async put(bytes: Uint8Array<ArrayBuffer>): Promise<{ readonly hash: string; readonly sizeBytes: number }> {
    const hash = await sha256(bytes)
    // Written again where it is already: a damaged one is no reason to keep it.
    await this.#database.use(async (db) => {
      const write = db.transaction('file', 'readwrite', { durability: 'strict' })
      await Promise.all([write.store.put(new Blob([bytes]), hash), write.done])
    })
    return { hash, sizeBytes: bytes.byteLength }
  }

  async get(hash: string): Promise<Uint8Array> {
    const blob = await this.blob(hash)
    if (!blob) throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not in this browser' })
    const bytes = new Uint8Array(await blob.arrayBuffer())
    if ((await sha256(bytes)) === hash) return bytes
    throw new AppError({ code: 'damaged', path: hash, reason: 'its content is not what was stored' })
  }

  /** The bytes as they lie here, not read yet; undefined when the file is not here. */
  blob(hash: string): Promise<Blob | undefined> {
    return this.#database.use((db) => db.get('file', hash))
  }

  async has(hash: string): Promise<boolean> {
    return (await this.#database.use((db) => db.count('file', hash))) > 0
  }

  list(): Promise<readonly string[]> {
    return this.#database.use((db) => db.getAllKeys('file'))
  }

  close(): Promise<void> {
    return this.#database.close()
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
