import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../core/AppError'
import { diskError, errorCode } from './diskError'

/** Systems that cannot sync a file (some network drives) say one of these: they keep it as well as they can. */
const CANNOT_SYNC = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'])

const READ_BYTES = 1024 * 1024

/**
 * The few things a backup does with its folder, which may be on a stick, a network drive or kept in step by another program.
 * Each call opens and closes its file, so that a stick can be taken out; nothing is locked or renamed. Names use `/`.
 */
export class BackupDisk {
  constructor(readonly folder: string) {}

  pathOf(name: string): string {
    return join(this.folder, name)
  }

  /** Rejects with `folder-missing` when `folder` is not there. */
  async names(folder = ''): Promise<string[]> {
    return this.#attempt(folder, (path) => readdir(path))
  }

  /** Undefined when there is no such file. */
  async sizeOf(name: string): Promise<number | undefined> {
    return this.#attempt(name, async (path) => {
      try {
        return (await stat(path)).size
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined
        throw error
      }
    })
  }

  async read(name: string): Promise<Uint8Array> {
    return this.#attempt(name, (path) => readFile(path))
  }

  /** Fewer bytes where the file ends before. */
  async readAt(name: string, offset: number, length: number): Promise<Uint8Array> {
    return this.#use(name, 'r', async (file) => {
      const bytes = new Uint8Array(length)
      let done = 0
      for (let read = -1; read !== 0 && done < length; done += read) {
        read = (await file.read(bytes, done, length - done, offset + done)).bytesRead
      }
      return bytes.subarray(0, done)
    })
  }

  /** SHA-256 of a file of any size, and how long it is; undefined when there is no such file. */
  async digestOf(name: string): Promise<{ readonly sizeBytes: number; readonly hash: string } | undefined> {
    if ((await this.sizeOf(name)) === undefined) return undefined
    return this.#use(name, 'r', async (file) => {
      const hash = createHash('sha256')
      const bytes = new Uint8Array(READ_BYTES)
      let sizeBytes = 0
      for (let read = -1; read !== 0; sizeBytes += read) {
        read = (await file.read(bytes, 0, READ_BYTES, sizeBytes)).bytesRead
        hash.update(bytes.subarray(0, read))
      }
      return { sizeBytes, hash: hash.digest('hex') }
    })
  }

  /**
   * Folders in it, or itself in the one around it. Rejects with `folder-missing` when that is not there: nothing is put in the place
   * of a stick that was taken out. Not by `recursive`, which asks for ever where a system will not have a folder and does not say
   * why (some network places, `/proc`).
   */
  async makeFolder(name = ''): Promise<void> {
    const parts = name === '' ? [''] : name.split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      await this.#attempt(parts.slice(0, depth).join('/'), async (path) => {
        await mkdir(path).catch((error: unknown) => {
          if (errorCode(error) !== 'EEXIST') throw error
        })
      })
    }
  }

  /** A new file, durable. Never over another: false, and nothing written, when there is one of this name. */
  async create(name: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#use(name, 'wx', (file) => writeDurably(file, [bytes], 0))
    } catch (error) {
      if (error instanceof AppError && errorCode(error.cause) === 'EEXIST') return false
      // Half a file of ours is of no use; one that cannot be taken away either is found and passed over later.
      await rm(this.pathOf(name), { force: true }).catch(() => undefined)
      throw error
    }
    await this.#syncFolderOf(name)
    return true
  }

  /** A file of any size in parts, durable; what was there under the name is replaced. */
  async replace(name: string, parts: Iterable<Uint8Array>): Promise<void> {
    await this.#use(name, 'w', (file) => writeDurably(file, parts, 0))
    await this.#syncFolderOf(name)
  }

  /**
   * Durable at `end`, over what lies there. `expectedSize` is the file's size when it was last looked at: rejects with
   * `backup-differs` and writes nothing when it is another one, because then somebody else has written.
   */
  async append(name: string, end: number, bytes: Uint8Array, expectedSize: number | undefined): Promise<void> {
    await this.#use(name, 'r+', async (file) => {
      const { size } = await file.stat()
      if (size < end || (expectedSize !== undefined && size !== expectedSize)) {
        throw new AppError({ code: 'backup-differs', path: this.folder, reason: 'another program has changed it' })
      }
      if (size > end) await file.truncate(end)
      try {
        await writeDurably(file, [bytes], end)
      } catch (error) {
        await file.truncate(end).catch(() => undefined)
        throw error
      }
    })
  }

  async #use<T>(name: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
    return this.#attempt(name, async (path) => {
      const file = await open(path, flags)
      try {
        return await work(file)
      } finally {
        await file.close()
      }
    })
  }

  /** Without it a power cut may forget the name. Systems that cannot sync a folder keep names by themselves. */
  async #syncFolderOf(name: string): Promise<void> {
    const folder = await open(dirname(this.pathOf(name)), 'r').catch(() => undefined)
    await folder?.sync().catch(() => undefined)
    await folder?.close()
  }

  async #attempt<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const path = this.pathOf(name)
    try {
      return await work(path)
    } catch (error) {
      // People know the folder, not what is in it.
      throw diskError(error, this.folder)
    }
  }
}

async function writeDurably(file: FileHandle, parts: Iterable<Uint8Array>, start: number): Promise<void> {
  let position = start
  for (const part of parts) {
    for (let done = 0; done < part.byteLength;) {
      const { bytesWritten } = await file.write(part, done, part.byteLength - done, position)
      done += bytesWritten
      position += bytesWritten
    }
  }
  await file.sync().catch((error: unknown) => {
    if (!CANNOT_SYNC.has(errorCode(error))) throw error
  })
}
