import { randomUUID, webcrypto } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { FileStore } from '../../core/space/FileStore'

/** Files in a folder, by content: `<folder>/ab/abcdef…`. A name that exists is whole: it is renamed into place last. */
export class FolderFileStore implements FileStore {
  constructor(readonly folder: string) {}

  /** Where the bytes of a hash lie, whether they are there or not. Throws for anything but a hash. */
  pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash))
      throw new AppError({ code: 'bad-file', path: hash, reason: 'not the name of a stored file' })
    return join(this.folder, hash.slice(0, 2), hash)
  }

  async put(bytes: Uint8Array): Promise<{ hash: string; sizeBytes: number }> {
    const hash = await sha256(bytes)
    const path = this.pathOf(hash)
    const stored = { hash, sizeBytes: bytes.byteLength }
    try {
      if (await this.#isWhole(path, stored)) return stored
      const folder = join(this.folder, hash.slice(0, 2))
      await mkdir(folder, { recursive: true })
      // A name of its own, so that two writers of the same bytes do not meet.
      const unfinished = `${path}.${randomUUID()}.part`
      try {
        await writeDurably(unfinished, bytes)
        await rename(unfinished, path)
        await syncFolder(folder)
      } finally {
        await rm(unfinished, { force: true })
      }
      return stored
    } catch (error) {
      throw new AppError(detailOf(error, path), { cause: error })
    }
  }

  /** A damaged file is no reason to keep it: whoever has the bytes again may repair it. */
  async #isWhole(path: string, { hash, sizeBytes }: { hash: string; sizeBytes: number }): Promise<boolean> {
    return (await sizeOf(path)) === sizeBytes && (await sha256(await readFile(path))) === hash
  }

  async get(hash: string): Promise<Uint8Array> {
    const path = this.pathOf(hash)
    let bytes: Uint8Array
    try {
      bytes = await readFile(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new AppError({ code: 'bad-file', path, reason: 'it is not on this disk' })
      throw new AppError(detailOf(error, path), { cause: error })
    }
    if ((await sha256(bytes)) !== hash) {
      throw new AppError({ code: 'damaged', path, reason: 'its content is not what was stored' })
    }
    return bytes
  }

  async has(hash: string): Promise<boolean> {
    return (await sizeOf(this.pathOf(hash))) !== undefined
  }

  async list(): Promise<readonly string[]> {
    const folders = await readdir(this.folder).catch(() => [])
    const names = await Promise.all(folders.map((name) => readdir(join(this.folder, name)).catch(() => [])))
    return names.flat().filter((name) => /^[0-9a-f]{64}$/.test(name))
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Without it a power cut may forget the name. Systems that cannot sync a folder keep names by themselves. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.size,
    () => undefined,
  )
}

/** In a thread of Node's own: a large file takes a while, in which everybody else goes on. */
async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

function detailOf(error: unknown, path: string): ErrorDetail {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', path }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return { code: 'read-only', path }
  if (code === 'ENOENT') return { code: 'folder-missing', path }
  return { code: 'disk-error', path, reason: error instanceof Error ? error.message : String(error) }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
