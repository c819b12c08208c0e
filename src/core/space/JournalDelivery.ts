import type { Cancel, Timers } from '../environment'
import type { Journal, LogSummary, PackBatch } from '../persistence/PersistenceLayer'
import type { PresenceHub } from '../sync/PresenceHub'
import { JOURNAL } from './origins'

const REOPEN_MS = 2000

/**
 * Opens a journal, and, if it is a host's (a window's is), keeps its deliveries coming: from where they stopped after
 * each reconnection, from the start when its log is another, and again after it was refused for a while.
 */
export class JournalDelivery {
  readonly #stops: Cancel[] = []
  #followed: { logId: string; through: number } | undefined
  #isFollowing = false
  #cancelReopen: Cancel | undefined
  #isClosed = false

  constructor(
    readonly journal: Journal,
    readonly timers: Timers,
    readonly onBatch: (batch: PackBatch) => Promise<void>,
  ) {}

  async open(presence: PresenceHub): Promise<LogSummary> {
    const summary = await this.#open()
    this.#followed = { logId: summary.logId, through: summary.head }
    this.#stops.push(this.journal.status.subscribe(() => this.#changed()))
    this.#joinPresence(presence)
    this.#follow()
    return summary
  }

  close(): void {
    this.#isClosed = true
    this.#cancelReopen?.()
    for (const stop of this.#stops.splice(0)) stop()
  }

  #open(): Promise<LogSummary> {
    return this.journal.open((batch) => {
      if (this.#followed) this.#followed.through = Math.max(this.#followed.through, batch.through)
      return this.onBatch(batch)
    })
  }

  #joinPresence(hub: PresenceHub): void {
    const { presence } = this.journal
    if (presence) this.#stops.push(...hub.join(JOURNAL, presence, (origin) => origin === JOURNAL))
  }

  #changed(): void {
    const { state } = this.journal.status.current
    if (state === 'offline' || state === 'refused') this.#isFollowing = false
    if (state === 'refused') this.#reopenLater()
    this.#follow()
  }

  #follow(): void {
    const { state } = this.journal.status.current
    if (this.#isFollowing || !this.#followed || (state !== 'ready' && state !== 'failing')) return
    this.#isFollowing = true
    const { logId, head } = this.journal.summary()
    const isSame = logId === this.#followed.logId && this.#followed.through <= head
    if (!isSame) this.#followed = { logId, through: 0 }
    this.journal.follow(this.#followed.through)
  }

  /** The host could not give the space just now: its disk may be full, or its process just started. */
  #reopenLater(): void {
    if (this.#isClosed) return
    this.#cancelReopen ??= this.timers.after(REOPEN_MS, () => {
      this.#cancelReopen = undefined
      this.#open().then(
        () => this.#follow(),
        () => this.#reopenLater(),
      )
    })
  }
}
