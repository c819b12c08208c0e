import { createHash } from 'node:crypto'
import { AppError } from '../../../core/AppError'
import type { FileStore } from '../../../core/space/FileStore'

/** A machine's files in memory; some can be made unreadable. */
export class MemoryFileStore implements FileStore {
  readonly bytesByHash = new Map<string, Uint8Array>()
  readonly unreadable = new Set<string>()

  async put(bytes: Uint8Array): Promise<{ hash: string; sizeBytes: number }> {
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.bytesByHash.set(hash, Uint8Array.from(bytes))
    return { hash, sizeBytes: bytes.byteLength }
  }

  async get(hash: string): Promise<Uint8Array> {
    const bytes = this.bytesByHash.get(hash)
    if (!bytes || this.unreadable.has(hash)) throw new AppError({ code: 'bad-file', path: hash, reason: 'gone' })
    return bytes
  }

  async has(hash: string): Promise<boolean> {
    return this.bytesByHash.has(hash)
  }

  async list(): Promise<readonly string[]> {
    return [...this.bytesByHash.keys()]
  }
}
