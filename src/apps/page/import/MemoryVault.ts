import { AppError } from '../../../core/AppError'
import type { FileStore } from '../../../core/space/FileStore'
import type { VaultReader, VaultScan } from '../../../core/space/VaultReader'

/** A vault in memory: for tests, and for whoever has files in hand and no folder. */
export class MemoryVault implements VaultReader {
  readonly name = 'Vault'
  readonly id = digest('vault').slice(0, 32)
  readonly #bytesByPath = new Map<string, Uint8Array>()
  /** Paths that are listed and cannot be read: what vanishes between looking and reading. */
  readonly vanishing = new Set<string>()

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.put(path, content)
  }

  put(path: string, content: string | Uint8Array): void {
    this.#bytesByPath.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }

  remove(path: string): void {
    this.#bytesByPath.delete(path)
  }

  async scan(): Promise<VaultScan> {
    const paths = [...this.#bytesByPath.keys()].sort()
    const folders = new Set(paths.flatMap(foldersOf))
    const sizeOf = (path: string): number => this.#bytesByPath.get(path)?.byteLength ?? 0
    return { files: paths.map((path) => ({ path, sizeBytes: sizeOf(path) })), folders: [...folders].sort(), lost: [] }
  }

  async read(path: string): Promise<{ bytes: Uint8Array; hash: string }> {
    const bytes = this.vanishing.has(path) ? undefined : this.#bytesByPath.get(path)
    if (!bytes) throw new AppError({ code: 'bad-file', path, reason: 'it is not there' })
    return { bytes, hash: digestOf(bytes) }
  }

  idOf(...parts: readonly string[]): string {
    return digest(parts.join('\u0000')).slice(0, 32)
  }
}

/** Files by content in memory. */
export class MemoryFileStore implements FileStore {
  readonly #bytesByHash = new Map<string, Uint8Array>()
  /** What `put` rejects with, while it is set: a disk that refuses. */
  refusal: AppError | undefined

  async put(bytes: Uint8Array): Promise<{ hash: string; sizeBytes: number }> {
    if (this.refusal) throw this.refusal
    const hash = digestOf(bytes)
    this.#bytesByHash.set(hash, bytes)
    return { hash, sizeBytes: bytes.byteLength }
  }

  async get(hash: string): Promise<Uint8Array> {
    const bytes = this.#bytesByHash.get(hash)
    if (!bytes) throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not here' })
    return bytes
  }

  async has(hash: string): Promise<boolean> {
    return this.#bytesByHash.has(hash)
  }

  async list(): Promise<readonly string[]> {
    return [...this.#bytesByHash.keys()]
  }
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function digest(text: string): string {
  return digestOf(new TextEncoder().encode(text))
}

/** 64 hex digits that tell small test files apart; no SHA-256, which needs more than plain TypeScript. */
function digestOf(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, index) => {
    let hash = 0x811c9dc5 ^ (index * 0x9e3779b1)
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, '0')
  })
  return words.join('')
}
