import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../../core/AppError'
import { inReadingOrder, isVaultContent } from '../../core/space/vaultNames'
import type { Lost, VaultFile, VaultReader, VaultScan } from '../../core/space/VaultReader'

/** A vault in a folder of the file system. Links of the file system are not followed: they may lead out, or in circles. */
export class FolderVault implements VaultReader {
  readonly name: string

  private constructor(
    readonly folder: string,
    readonly id: string,
  ) {
    this.name = basename(folder)
  }

  /** Rejects with `bad-file` when there is no such folder. */
  static async open(folder: string): Promise<FolderVault> {
    const path = resolve(folder)
    const found = await stat(path).catch((error: unknown) => {
      throw new AppError({ code: 'bad-file', path, reason: reasonOf(error) }, { cause: error })
    })
    if (!found.isDirectory()) throw new AppError({ code: 'bad-file', path, reason: 'it is not a folder' })
    return new FolderVault(path, hex32(await realpath(path)))
  }

  idOf(...parts: readonly string[]): string {
    return hex32(parts.join('\u0000'))
  }

  async scan(): Promise<VaultScan> {
    const files: VaultFile[] = []
    const folders: string[] = []
    const lost: Lost[] = []
    const waiting = ['']
    for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
      if (folder !== '') folders.push(folder)
      for (const entry of await this.#list(folder, lost)) {
        if (!isVaultContent(entry.name)) continue
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory()) waiting.push(path)
        else if (entry.isFile()) await this.#add(path, files, lost)
        else lost.push({ path, what: kindOf(entry), why: 'only real files and folders are imported' })
      }
    }
    files.sort((a, b) => inReadingOrder(a.path, b.path))
    return { files, folders, lost }
  }

  async read(path: string): Promise<{ bytes: Uint8Array; hash: string }> {
    const bytes = await readFile(join(this.folder, path)).catch((error: unknown) => {
      throw new AppError({ code: 'bad-file', path, reason: reasonOf(error) }, { cause: error })
    })
    return { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
  }

  async #list(folder: string, lost: Lost[]): Promise<Dirent[]> {
    try {
      const entries = await readdir(join(this.folder, folder), { withFileTypes: true })
      return entries.sort((a, b) => inReadingOrder(a.name, b.name))
    } catch (error) {
      lost.push({ path: folder, what: 'folder', why: reasonOf(error) })
      return []
    }
  }

  async #add(path: string, files: VaultFile[], lost: Lost[]): Promise<void> {
    try {
      files.push({ path, sizeBytes: (await stat(join(this.folder, path))).size })
    } catch (error) {
      lost.push({ path, what: 'file', why: reasonOf(error) })
    }
  }
}

function kindOf(entry: Dirent): string {
  return entry.isSymbolicLink() ? 'link of the file system' : 'special file'
}

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'it is not there'
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it'
  return error instanceof Error ? error.message : String(error)
}

function hex32(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
