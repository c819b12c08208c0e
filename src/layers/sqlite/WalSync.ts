import { closeSync, fdatasync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Brings what was written to a file onto the disk: `fdatasync`, which on macOS and Windows empties the drive's cache, too. */
export type SyncFile = (file: number, done: (error: Error | null) => void) => void

const REWRITTEN_AT_ONCE_BYTES = 256 * 1024

/**
 * Brings the write-ahead log of an open database onto the disk in a thread of its own, while this one goes on. Opens that
 * file only, never the database's: closing any descriptor of that one would drop SQLite's locks on it.
 */
export class WalSync {
  readonly #sync: SyncFile
  readonly #file: number
  /** Which files are in the folder is on the disk. */
  #isPlaced = false
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #isDoubtful = false
  #isClosed = false

  /** The log of the database at `path` must be there, which it is from the first write of a connection until its end. */
  constructor(
    readonly path: string,
    sync: SyncFile = fdatasync,
  ) {
    this.#sync = sync
    this.#file = openSync(`${path}-wal`, 'r+')
  }

  /** The last try failed: what the log seems to hold may not be on the disk, whatever is said of it later. */
  get isDoubtful(): boolean {
    return this.#isDoubtful
  }

  /**
   * Resolves once all that was written before the call is on the disk; rejects with what the system says. One at a time:
   * what comes while one runs shares the next.
   */
  run(): Promise<void> {
    if (!this.#running) return this.#begin()
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined
        return this.#begin()
      })
    return this.#next
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    while (this.#running) await this.#running.catch(() => undefined)
    if (!this.#isClosed) closeSync(this.#file)
    this.#isClosed = true
  }

  #begin(): Promise<void> {
    this.#running = this.#synced().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #synced(): Promise<void> {
    if (!this.#isPlaced) syncFolder(dirname(this.path))
    this.#isPlaced = true
    try {
      if (this.#isDoubtful) this.#rewrite()
      await new Promise<void>((resolve, reject) => {
        this.#sync(this.#file, (error) => (error ? reject(error) : resolve()))
      })
      this.#isDoubtful = false
    } catch (error) {
      this.#isDoubtful = true
      throw error
    }
  }

  /**
   * A system that could not write a page may forget that it must: the next sync then succeeds without it. Written once more
   * with the same bytes, it is to be written again. Nobody writes meanwhile: the only connection that does is on this thread.
   */
  #rewrite(): void {
    const { size } = fstatSync(this.#file)
    const part = Buffer.alloc(Math.min(size, REWRITTEN_AT_ONCE_BYTES))
    for (let at = 0; at < size;) {
      const length = readSync(this.#file, part, 0, part.length, at)
      if (length === 0) return
      let written = 0
      while (written < length) written += writeSync(this.#file, part, written, length - written, at + written)
      at += length
    }
  }
}

/** A new log, or a new database beside it, may have no name yet on the disk. */
function syncFolder(folder: string): void {
  try {
    const open = openSync(folder, 'r')
    try {
      fsyncSync(open)
    } finally {
      closeSync(open)
    }
  } catch {
    // Windows and some network drives know no such thing; SQLite, which does the same where it syncs itself, goes on as well.
  }
}
