import type { Journal, Position } from '../persistence/PersistenceLayer'

/** Tells whenever a journal has committed what was accepted before, also after it could not for a while. */
export class CommitWatch {
  #isWaiting = false
  #isClosed = false

  constructor(
    readonly journal: Journal,
    readonly onCommit: (head: Position) => void,
  ) {}

  /** Something was accepted. One waiting flush at a time: it covers everything before it, and its end looks again. */
  look(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.journal.flush().then(
      (head) => {
        this.#isWaiting = false
        this.onCommit(head)
        if (!this.#isClosed && this.journal.status.current.pendingOps > 0) this.look()
      },
      () => {
        // The journal keeps what it could not store and tries again by itself: look again when it says it can.
        const stop = this.journal.status.subscribe(({ state }) => {
          if (state !== 'ready') return
          stop()
          this.#isWaiting = false
          this.look()
        })
      },
    )
  }

  close(): void {
    this.#isClosed = true
  }
}
