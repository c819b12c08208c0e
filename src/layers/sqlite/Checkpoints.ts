import type { Database } from 'better-sqlite3'
import type { Cancel, Timers } from '../../core/environment'

/** An edit's commit writes a page or two, so the log stays shorter than where SQLite does this within a commit. */
const EVERY_COMMITS = 150
/** What a commit has brought about, here and on other machines, is over by then; the next letter is not there yet. */
const QUIET_MS = 3

/** Within a commit, which it holds up, only where much is stored without a pause: else it was done before. */
const WITHIN_COMMIT_PAGES = 400

/** Moves what stands in the write-ahead log to its place in the file, which syncs twice more, while nobody waits for a commit. */
export class Checkpoints {
  #commits = 0
  #cancel: Cancel | undefined
  #isHeld = false

  constructor(
    readonly db: Database,
    readonly timers: Timers,
  ) {
    db.pragma(`wal_autocheckpoint = ${WITHIN_COMMIT_PAGES}`)
  }

  /** None is made while it is held: not here, not within a commit. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return
    this.#isHeld = isHeld
    this.db.pragma(`wal_autocheckpoint = ${isHeld ? 0 : WITHIN_COMMIT_PAGES}`)
  }

  committed(): void {
    this.#commits += 1
    if (this.#commits < EVERY_COMMITS) return
    this.#cancel?.()
    this.#cancel = this.timers.after(QUIET_MS, () => this.#run())
  }

  /** Leaves no timer. */
  close(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #run(): void {
    this.#cancel = undefined
    if (this.#isHeld) return
    this.#commits = 0
    try {
      this.db.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // It is all in the log still: the next commit meets the same trouble and tells it.
    }
  }
}
