import { AppError } from '../../../../core/AppError'
import { sha256Hex } from '../../../../core/keys/sha256Hex'
import type { VaultReader, VaultScan } from '../../../../core/space/VaultReader'

/** A vault in memory. */
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
    return { bytes, hash: sha256Hex(bytes) }
  }

  idOf(...parts: readonly string[]): string {
    return digest(parts.join('\u0000')).slice(0, 32)
  }
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function digest(text: string): string {
  return sha256Hex(new TextEncoder().encode(text))
}
