import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel, Timers } from '../../core/environment'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { Writable, type Readable } from '../../core/Readable'
import type { FileStore } from '../../core/space/FileStore'
import type { BackupDisk } from './BackupDisk'
import type { BackupLog } from './BackupLog'
import { backupFilePath, openFile, sealFile } from './backupFile'
import { EMPTY_ENTRY, type BackedUpFile } from './LogEntry'

export interface BackupFilesState {
  readonly toSend: number
  /** A backup gives nothing by itself. */
  readonly toReceive: 0
  /** Why something could not be copied; null when all is well. */
  readonly problem: ErrorDetail | null
}

export interface BackupFilesOptions {
  readonly disk: BackupDisk
  /** Throws while the backup is not open, with the reason. */
  readonly log: () => BackupLog
  readonly cipher: SpaceCipher
  readonly store: FileStore
  readonly timers: Timers
}

const FIRST_RETRY_MS = 2000
const LAST_RETRY_MS = 60_000
/** Finished files are noted in the log so often; those of a crash in between are written once more. */
const NOTED_AT_ONCE = 20

/** Copies the files of a space that the backup does not have yet. What it has is never changed or taken away. */
export class BackupFiles {
  readonly #options: BackupFilesOptions
  readonly #state = new Writable<BackupFilesState>({ toSend: 0, toReceive: 0, problem: null })
  #running: Promise<void> | undefined
  #isAskedAgain = false
  #isClosed = false
  #retryMs = FIRST_RETRY_MS
  #cancelRetry: Cancel | undefined

  constructor(options: BackupFilesOptions) {
    this.#options = options
  }

  get state(): Readable<BackupFilesState> {
    return this.#state
  }

  /**
   * Looks for files that are missing in the backup and copies them; call it whenever there may be some. Resolves after one
   * look at all of them, whatever came of it: `state` tells. What failed is tried again by itself.
   */
  syncNow(): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    this.#isAskedAgain = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** The same: whether what is in the backup is whole, the layer's own `verify` finds out. */
  verify(): Promise<void> {
    return this.syncNow()
  }

  /** A file was just stored on this machine. */
  add(): void {
    void this.syncNow()
  }

  /** Brings a file back that this machine has lost. Rejects with `bad-file` when the backup does not have it, whole. */
  async fetch(hash: string): Promise<void> {
    const { disk, cipher, store, timers } = this.#options
    const name = cipher.fileName(hash)
    if (!this.#options.log().content.files.has(name)) {
      throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not in the backup' })
    }
    const { bytes } = await openFile(cipher, name, await disk.read(backupFilePath(name)), timers)
    await store.put(bytes)
  }

  /** Stops after the file in hand. Idempotent; leaves no timer. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelRetry?.()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false
      const problem = await this.#copyAll().catch((error: unknown) => AppError.detailOf(error))
      this.#state.set({ ...this.#state.current, problem })
      if (problem) this.#retryLater()
      else this.#retryMs = FIRST_RETRY_MS
    }
  }

  /** The first problem of a single file; one that stops all of them is thrown. */
  async #copyAll(): Promise<ErrorDetail | null> {
    const { store, cipher } = this.#options
    const log = this.#options.log()
    const missing = (await store.list()).filter((hash) => !log.content.files.has(cipher.fileName(hash)))
    this.#state.set({ ...this.#state.current, toSend: missing.length })
    let problem: ErrorDetail | null = null
    const finished: BackedUpFile[] = []
    for (const hash of missing) {
      if (this.#isClosed) break
      const copied = await this.#copy(hash)
      if ('code' in copied) problem ??= copied
      else finished.push(copied)
      if (finished.length >= NOTED_AT_ONCE) await this.#note(log, finished)
    }
    await this.#note(log, finished)
    return problem
  }

  /** A file that cannot be read here stops no other; trouble of the backup's folder stops all. */
  async #copy(hash: string): Promise<BackedUpFile | ErrorDetail> {
    const { disk, store, cipher } = this.#options
    let bytes: Uint8Array
    try {
      bytes = await store.get(hash)
    } catch (error) {
      return AppError.detailOf(error)
    }
    const name = cipher.fileName(hash)
    const path = backupFilePath(name)
    await disk.makeFolder(path.slice(0, path.lastIndexOf('/')))
    const { parts, digest } = sealFile(cipher, hash, bytes)
    await disk.replace(path, parts)
    const written = digest()
    const found = await disk.digestOf(path)
    if (found?.hash !== written.hash) {
      return { code: 'backup-differs', path: disk.pathOf(path), reason: 'a file is not what was written' }
    }
    return { name, sizeBytes: found.sizeBytes, sealedHash: found.hash }
  }

  async #note(log: BackupLog, finished: BackedUpFile[]): Promise<void> {
    const files = finished.splice(0)
    if (files.length === 0) return
    await log.append({ ...EMPTY_ENTRY, files })
    this.#state.set({ ...this.#state.current, toSend: this.#state.current.toSend - files.length })
  }

  #retryLater(): void {
    if (this.#isClosed) return
    this.#cancelRetry?.()
    this.#cancelRetry = this.#options.timers.after(this.#retryMs, () => void this.syncNow())
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
  }
}
