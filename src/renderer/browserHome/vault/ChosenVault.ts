import { AppError } from '../../../core/AppError'
import { hexOf } from '../../../core/hex'
import { sha256Hex } from '../../../core/keys/sha256Hex'
import { inReadingOrder, isVaultContent } from '../../../core/space/vaultNames'
import type { VaultReader, VaultScan } from '../../../core/space/VaultReader'
import type { ChosenFolder } from './BrowserVaultOrder'

/**
 * A vault in a folder that a person chose in a browser, which gives its files and tells nothing of where it lies: it is known
 * again by its name. A folder with no file in it is not told of.
 */
export class ChosenVault implements VaultReader {
  readonly name: string
  readonly id: string
  readonly #fileByPath: ReadonlyMap<string, File>

  constructor({ name, files }: ChosenFolder) {
    this.name = name
    this.id = hex32(`chosen\u0000${name}`)
    const content = files.filter(({ path }) => path.split('/').every(isVaultContent))
    content.sort((a, b) => inReadingOrder(a.path, b.path))
    this.#fileByPath = new Map(content.map(({ path, file }) => [path, file]))
  }

  idOf(...parts: readonly string[]): string {
    return hex32(parts.join('\u0000'))
  }

  async scan(): Promise<VaultScan> {
    const paths = [...this.#fileByPath.keys()]
    const folders = [...new Set(paths.flatMap(foldersOf))]
    // As they are walked on a disk: each level after the one above it.
    folders.sort((a, b) => a.split('/').length - b.split('/').length || inReadingOrder(a, b))
    const files = [...this.#fileByPath].map(([path, { size }]) => ({ path, sizeBytes: size }))
    return { files, folders, lost: [] }
  }

  async read(path: string): Promise<{ bytes: Uint8Array; hash: string }> {
    try {
      const file = this.#fileByPath.get(path)
      if (!file) throw new AppError({ code: 'bad-file', path, reason: 'it is not there' })
      const bytes = new Uint8Array(await file.arrayBuffer())
      return { bytes, hash: hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) }
    } catch (error) {
      if (error instanceof AppError) throw error
      const reason = 'it has changed or gone since the folder was chosen, or you may not read it'
      throw new AppError({ code: 'bad-file', path, reason }, { cause: error })
    }
  }
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function hex32(text: string): string {
  return sha256Hex(new TextEncoder().encode(text)).slice(0, 32)
}
