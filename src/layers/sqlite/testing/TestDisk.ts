import { copyFileSync, existsSync, fdatasyncSync, futimesSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SyncFile } from '../WalSync'

const LONG_AGO = 1_000_000

/** The disk below the database at `path`: one that a test holds, breaks, and takes the power from. */
export class TestDisk {
  /** Set: nothing is synced until `release`. */
  isHeld = false
  /** Set: every sync fails with this code. */
  errorCode: string | null = null
  syncs = 0
  readonly #safe: string
  #waiting: (() => void)[] = []

  /** What would survive a power cut is kept in the folder `safe`. */
  constructor(
    readonly path: string,
    safe: string,
  ) {
    mkdirSync(safe)
    this.#safe = join(safe, 'space.sqlite')
  }

  readonly sync: SyncFile = (file, done) => {
    const run = (): void => {
      const code = this.errorCode
      if (code === null) {
        fdatasyncSync(file)
        this.syncs += 1
        this.#keep()
        done(null)
      } else {
        // So that it shows whether the file is written again before it is synced again.
        futimesSync(file, LONG_AGO, LONG_AGO)
        done(Object.assign(new Error('the disk says no'), { code }))
      }
    }
    if (this.isHeld) this.#waiting.push(run)
    else run()
  }

  release(): void {
    this.isHeld = false
    for (const run of this.#waiting.splice(0)) run()
  }

  /** Whether the write-ahead log was written since a sync of it failed. */
  get isWrittenAnew(): boolean {
    return statSync(`${this.path}-wal`).mtimeMs !== LONG_AGO * 1000
  }

  /** The path of a database as the last sync left it. */
  cutPower(): string {
    return this.#safe
  }

  /** Where everything else of the file is from has been there as long: only syncs move the boundary of what is safe. */
  #keep(): void {
    for (const suffix of ['', '-wal']) {
      if (existsSync(this.path + suffix)) copyFileSync(this.path + suffix, this.#safe + suffix)
    }
  }
}
