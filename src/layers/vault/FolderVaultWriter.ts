import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../core/AppError'
import { plainFileName } from '../../core/plainFileName'
import type { VaultWriter } from '../../core/space/VaultWriter'
import { makeFolder } from '../files/makeFolder'

/** A new folder in a folder of the file system. What was there is never written over. */
export class FolderVaultWriter implements VaultWriter {
  private constructor(readonly folder: string) {}

  /** Makes a folder of this name in `parent`, or with a number where there is one. Rejects with `not-exported`. */
  static async create(parent: string, name: string): Promise<FolderVaultWriter> {
    for (let count = 1; ; count++) {
      const folder = join(parent, plainFileName(count === 1 ? name : `${name} ${count}`))
      try {
        await mkdir(folder)
        return new FolderVaultWriter(folder)
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw trouble(folder, error)
      }
    }
  }

  async addFolder(path: string): Promise<void> {
    const folder = join(this.folder, path)
    await makeFolder(folder).catch((error: unknown) => {
      throw trouble(folder, error)
    })
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.folder, path)
    try {
      await makeFolder(dirname(file))
      await writeFile(file, bytes, { flag: 'wx' })
    } catch (error) {
      throw trouble(file, error)
    }
  }

  async finish(): Promise<void> {
    // Each file was whole when it was written.
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

function trouble(path: string, error: unknown): AppError {
  return new AppError({ code: 'not-exported', path, reason: reasonOf(error) }, { cause: error })
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'you may not write there'
    case 'ENOENT':
      return 'the folder is gone'
    case 'EEXIST':
      return 'something of this name is there already'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
