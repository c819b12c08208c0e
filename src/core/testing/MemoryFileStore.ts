import { AppError, type ErrorDetail } from '../AppError'
import { sha256Hex } from '../keys/sha256Hex'
import type { FileStore } from '../space/FileStore'

/** The files of one machine in memory, which tests can look into and break. */
export class MemoryFileStore implements FileStore {
  readonly bytesByHash = new Map<string, Uint8Array>()
  /** Hashes of files that are listed and cannot be read. */
  readonly unreadable = new Set<string>()
  /** While it is set, nothing can be stored. */
  failure: ErrorDetail | null = null

  /** Sorted. */
  get hashes(): string[] {
    return [...this.bytesByHash.keys()].sort()
  }

  async put(bytes: Uint8Array): Promise<{ hash: string; sizeBytes: number }> {
    if (this.failure) throw new AppError(this.failure)
    const hash = sha256Hex(bytes)
    this.bytesByHash.set(hash, bytes.slice())
    return { hash, sizeBytes: bytes.byteLength }
  }

  async get(hash: string): Promise<Uint8Array> {
    const bytes = this.bytesByHash.get(hash)
    if (!bytes || this.unreadable.has(hash)) {
      throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not on this disk' })
    }
    return bytes
  }

  async has(hash: string): Promise<boolean> {
    return this.bytesByHash.has(hash)
  }

  async list(): Promise<readonly string[]> {
    return [...this.bytesByHash.keys()]
  }
}
