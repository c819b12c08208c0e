import type { ErrorDetail } from '../AppError'
import type { Cancel, Timers } from '../environment'

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 60_000

/** When to try again: after failures with growing pauses, after successes no sooner than a layer can bear. */
export class RetryClock {
  #retryMs = FIRST_RETRY_MS
  #cancel: Cancel | undefined

  constructor(
    readonly timers: Timers,
    readonly onDue: () => void,
  ) {}

  get isWaiting(): boolean {
    return this.#cancel !== undefined
  }

  /** A server that is busy says itself how long to leave it alone. */
  failed(reason?: ErrorDetail): void {
    const delayMs = this.#retryMs
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
    this.#wait(reason && 'retryAfterMs' in reason ? Math.max(delayMs, reason.retryAfterMs) : delayMs)
  }

  /** `paceMs`: the least time until the next; 0: none. */
  succeeded(paceMs: number): void {
    this.#retryMs = FIRST_RETRY_MS
    if (paceMs > 0) this.#wait(paceMs)
  }

  cancel(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #wait(delayMs: number): void {
    this.cancel()
    this.#cancel = this.timers.after(delayMs, () => {
      this.#cancel = undefined
      this.onDue()
    })
  }
}
