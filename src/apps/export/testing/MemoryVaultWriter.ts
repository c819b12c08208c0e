import { AppError } from '../../../core/AppError'
import type { VaultWriter } from '../../../core/space/VaultWriter'

/** A new folder in memory. */
export class MemoryVaultWriter implements VaultWriter {
  readonly folders: string[] = []
  readonly #bytesByPath = new Map<string, Uint8Array>()
  isDiscarded = false
  isFinished = false
  /** The disk has room for so many files. */
  room = Number.POSITIVE_INFINITY

  get paths(): string[] {
    return [...this.#bytesByPath.keys()].sort()
  }

  /** Its files, as a `MemoryVault` takes them. */
  get files(): Record<string, Uint8Array> {
    return Object.fromEntries(this.#bytesByPath)
  }

  text(path: string): string {
    const bytes = this.#bytesByPath.get(path)
    if (!bytes) throw new Error(`There is no ${path}.`)
    return new TextDecoder().decode(bytes)
  }

  async addFolder(path: string): Promise<void> {
    this.folders.push(path)
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    if (this.#bytesByPath.size >= this.room)
      throw new AppError({ code: 'not-exported', path, reason: 'the disk is full' })
    if (this.#bytesByPath.has(path)) throw new AppError({ code: 'not-exported', path, reason: 'it is there' })
    this.#bytesByPath.set(path, bytes)
  }

  async finish(): Promise<void> {
    this.isFinished = true
  }

  async discard(): Promise<void> {
    this.#bytesByPath.clear()
    this.isDiscarded = true
  }
}
