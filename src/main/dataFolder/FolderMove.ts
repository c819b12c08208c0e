import { createHash } from 'node:crypto'
import { open, rm, rmdir, stat, statfs, utimes, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../core/AppError'
import { diskError } from '../../layers/backup/diskError'
import { makeFolder } from '../../layers/files/makeFolder'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { lookAtDatabase } from '../../layers/sqlite/lookAtDatabase'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'
import { formatBytes } from '../../core/formatBytes'
import { dataFiles, totalBytes, type DataFile } from './dataFiles'
import { writeFileAtomically } from '../writeFileAtomically'

export interface MoveProgress {
  readonly doneBytes: number
  readonly totalBytes: number
  readonly what: 'copying' | 'checking'
}

export interface FolderMoveOptions {
  readonly from: string
  readonly to: string
  readonly onProgress: (progress: MoveProgress) => void
  readonly isCancelled: () => boolean
  /** Makes the new folder the one in use. From here on nothing is taken back. */
  readonly commit: () => Promise<void>
}

const CHUNK_BYTES = 1024 * 1024
/** What the new disk must have left beyond the copy. */
const SPARE_BYTES = 16 * 1024 * 1024
/** In a folder that a move has begun to fill and not finished. */
export const MOVE_MARK = 'grove-move-unfinished'

/**
 * Copies a person's data into another folder, proves the copy, and switches to it. The old folder is only read. Whatever
 * goes wrong before the switch takes the copy away again; AppError says why.
 */
export class FolderMove {
  readonly #options: FolderMoveOptions
  #doneBytes = 0
  #totalBytes = 0

  constructor(options: FolderMoveOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { from, to, commit } = this.#options
    const locks: SpaceFolderLock[] = []
    let isNew = false
    try {
      isNew = (await makeFolder(to)) !== undefined
      await clearCopy(to)
      await writeFileAtomically(path.join(to, MOVE_MARK), 'Grove was copying its data here and was not done.\n')
      locks.push(SpaceFolderLock.acquire(from), SpaceFolderLock.acquire(to))
      await this.#copyAll()
      await commit()
    } catch (error) {
      for (const lock of locks.splice(0)) lock.release()
      await clearCopy(to).catch(() => undefined)
      if (isNew) await rmdir(to).catch(() => undefined)
      throw diskError(error, to)
    } finally {
      for (const lock of locks) lock.release()
    }
    await rm(path.join(to, MOVE_MARK), { force: true }).catch(() => undefined)
  }

  async #copyAll(): Promise<void> {
    const { from, to } = this.#options
    const files = await dataFiles(from)
    const bytes = totalBytes(files)
    await this.#needRoom(bytes)
    this.#totalBytes = 2 * bytes
    const hashes = new Map<DataFile, string>()
    for (const file of files) hashes.set(file, await this.#copy(file))
    for (const file of files) await this.#check(file, hashes.get(file))
    for (const { path: file } of files) {
      if (path.basename(file) === 'space.sqlite') sameDatabase(path.join(from, file), path.join(to, file))
    }
    if (process.platform !== 'win32') await syncFolders(to, files)
  }

  async #needRoom(bytes: number): Promise<void> {
    const { to } = this.#options
    const { bavail, bsize } = await statfs(to)
    if (bavail * bsize >= bytes + SPARE_BYTES) return
    const reason = `there is not enough room (${formatBytes(bytes + SPARE_BYTES)} needed, ${formatBytes(bavail * bsize)} free)`
    throw new AppError({ code: 'data-place', path: to, reason })
  }

  /** Returns the SHA-256 of what was read. */
  async #copy(file: DataFile): Promise<string> {
    const { from, to } = this.#options
    const source = path.join(from, file.path)
    const target = path.join(to, file.path)
    await makeFolder(path.dirname(target), 0o700)
    const { mode, atime, mtime } = await stat(source)
    const hash = createHash('sha256')
    const written = await open(target, 'wx', mode & 0o777)
    try {
      await this.#read(source, 'copying', async (chunk) => {
        hash.update(chunk)
        await written.writeFile(chunk)
      })
      await written.sync()
    } finally {
      await written.close()
    }
    await utimes(target, atime, mtime)
    return hash.digest('hex')
  }

  async #check(file: DataFile, expected: string | undefined): Promise<void> {
    const target = path.join(this.#options.to, file.path)
    const hash = createHash('sha256')
    await this.#read(target, 'checking', (chunk) => void hash.update(chunk))
    if (hash.digest('hex') === expected) return
    throw new AppError({ code: 'data-place', path: target, reason: 'what was written there reads back differently' })
  }

  async #read(
    file: string,
    what: MoveProgress['what'],
    take: (chunk: Uint8Array) => void | Promise<void>,
  ): Promise<void> {
    const handle = await open(file, 'r')
    try {
      for (;;) {
        if (this.#options.isCancelled()) throw new AppError({ code: 'cancelled' })
        const chunk = await readChunk(handle)
        if (chunk.byteLength === 0) return
        await take(chunk)
        this.#doneBytes += chunk.byteLength
        this.#options.onProgress({ doneBytes: this.#doneBytes, totalBytes: this.#totalBytes, what })
      }
    } finally {
      await handle.close()
    }
  }
}

/** Takes away what a move has put there: only Grove's own names, and only where the mark of an unfinished move lies. */
async function clearCopy(to: string): Promise<void> {
  const mark = path.join(to, MOVE_MARK)
  const isMarked = await stat(mark).then(
    () => true,
    () => false,
  )
  if (!isMarked) return
  const folder = new DataFolder(to)
  for (const own of [...folder.contents, ...folder.traces, mark]) await rm(own, { recursive: true, force: true })
}

async function readChunk(handle: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null)
  return buffer.subarray(0, bytesRead)
}

/** A copy that opens as SQLite's own check wants it, with the log of the original; one damaged before may be so after. */
function sameDatabase(original: string, copy: string): void {
  const [was, is] = [original, copy].map((file) => {
    try {
      return JSON.stringify(lookAtDatabase(file))
    } catch (error) {
      return AppError.detailOf(error).code
    }
  })
  if (was !== is)
    throw new AppError({ code: 'data-place', path: copy, reason: 'the copy of a space does not match it' })
}

/** The names of the files are durable too, before the old folder is left. */
async function syncFolders(to: string, files: readonly DataFile[]): Promise<void> {
  const folders = new Set([to])
  for (const { path: file } of files) {
    for (let at = path.dirname(file); at !== '.'; at = path.dirname(at)) folders.add(path.join(to, at))
  }
  for (const folder of folders) {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }
}
