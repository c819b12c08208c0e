import { createHash } from 'node:crypto'
import { AppError, type ErrorDetail } from '../../../core/AppError'
import type { FileStore } from '../../../core/space/FileStore'

/** Files of one machine, in memory. */
export class MemoryFiles implements FileStore {
  readonly bytesByHash = new Map<string, Uint8Array>()
  /** Set: nothing can be stored. */
  failure: ErrorDetail | null = null

  get hashes(): string[] {
    return [...this.bytesByHash.keys()].sort()
  }

  async put(bytes: Uint8Array): Promise<{ readonly hash: string; readonly sizeBytes: number }> {
    if (this.failure) throw new AppError(this.failure)
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.bytesByHash.set(hash, bytes.slice())
    return { hash, sizeBytes: bytes.byteLength }
  }

  async get(hash: string): Promise<Uint8Array> {
    const bytes = this.bytesByHash.get(hash)
    if (!bytes) throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not on this disk' })
    return bytes
  }

  async has(hash: string): Promise<boolean> {
    return this.bytesByHash.has(hash)
  }

  async list(): Promise<readonly string[]> {
    return [...this.bytesByHash.keys()]
  }
}
