import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel, Environment } from '../../core/environment'
import { retryPause, type PauseRange } from './retryPause'
import { reachOf } from './transferReach'

export type Direction = 'send' | 'receive'

/** A file on its way. */
export interface Transfer {
  /** One transfer per key is waiting or under way; another one with it changes nothing. */
  readonly key: string
  readonly direction: Direction
  /** How much memory it needs; 0 when unknown. */
  readonly sizeBytes: number
  /** Called again after it failed; goes on where it was if it can. */
  run(signal: AbortSignal): Promise<void>
}

interface Failure {
  readonly detail: ErrorDetail
  readonly cancel: Cancel
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

const DIRECTIONS: readonly Direction[] = ['send', 'receive']
const AT_ONCE = 3
const MOST_BYTES = 256 * 1024 * 1024
/** Between attempts after trouble with the connection, the server or the disk, and with one file. */
const PAUSE: PauseRange = { firstMs: 1000, lastMs: 60_000 }
const ASIDE: PauseRange = { firstMs: 5000, lastMs: 600_000 }

/**
 * Runs transfers, a few at once. What concerns one file sets that file aside and the others go on; what concerns the
 * connection pauses its direction. Both are tried again by themselves, later and later.
 */
export class TransferQueue {
  readonly #environment: Environment
  readonly #onChange: () => void
  readonly #abort = new AbortController()
  readonly #active = new Map<string, Transfer>()
  readonly #aside = new Map<string, { readonly transfer: Transfer; readonly failure: Failure }>()
  readonly #pauses = new Map<Direction, Failure>()
  /** Failures in a row, by key of the transfer or direction. */
  readonly #attempts = new Map<string, number>()
  readonly #waiters = new Map<string, Waiter[]>()
  readonly #left = { send: 0, receive: 0 }
  #waiting = new Map<string, Transfer>()
  #idlers: (() => void)[] = []

  constructor(environment: Environment, onChange: () => void) {
    this.#environment = environment
    this.#onChange = onChange
  }

  /** Transfers that are not done. */
  left(direction: Direction): number {
    return this.#left[direction]
  }

  /** Of the files under way. */
  get activeBytes(): number {
    let bytes = 0
    for (const { sizeBytes } of this.#active.values()) bytes += sizeBytes
    return bytes
  }

  get problem(): ErrorDetail | null {
    for (const { detail } of this.#pauses.values()) return detail
    for (const { failure } of this.#aside.values()) return failure.detail
    return null
  }

  /** The transfer with this key that is not done. */
  find(key: string): Transfer | undefined {
    return this.#waiting.get(key) ?? this.#active.get(key) ?? this.#aside.get(key)?.transfer
  }

  add(...transfers: readonly Transfer[]): void {
    if (this.#isClosed) return
    for (const transfer of transfers) {
      if (this.find(transfer.key)) continue
      this.#waiting.set(transfer.key, transfer)
      this.#left[transfer.direction] += 1
    }
    this.#pump()
  }

  /** Now and before all others, whatever failed before. Rejects when this attempt fails; more are made nevertheless. */
  hurry(transfer: Transfer): Promise<void> {
    const { key, direction } = transfer
    if (this.#isClosed) return Promise.reject(new AppError({ code: 'closed' }))
    const done = new Promise<void>((resolve, reject) => {
      this.#waiters.set(key, [...(this.#waiters.get(key) ?? []), { resolve, reject }])
    })
    this.#takeBack(key)
    if (!this.#active.has(key)) {
      if (!this.#waiting.has(key)) this.#left[direction] += 1
      this.#putFirst(this.#waiting.get(key) ?? transfer)
    }
    this.#endPause(direction)
    this.#pump()
    return done
  }

  /** What was set aside or paused is tried at once. */
  retryNow(): void {
    for (const key of [...this.#aside.keys()]) this.#takeBack(key)
    for (const direction of DIRECTIONS) this.#endPause(direction)
    this.#pump()
  }

  /** Resolves when nothing is under way and nothing can begin just now. */
  settled(): Promise<void> {
    if (this.#active.size === 0 && !this.#next()) return Promise.resolve()
    return new Promise((resolve) => this.#idlers.push(resolve))
  }

  async close(): Promise<void> {
    this.#abort.abort()
    this.#waiting.clear()
    for (const { failure } of this.#aside.values()) failure.cancel()
    this.#aside.clear()
    for (const direction of DIRECTIONS) this.#endPause(direction)
    await this.settled()
    for (const key of [...this.#waiters.keys()]) this.#answer(key, { code: 'closed' })
  }

  get #isClosed(): boolean {
    return this.#abort.signal.aborted
  }

  #next(): Transfer | undefined {
    if (this.#active.size >= AT_ONCE) return undefined
    for (const transfer of this.#waiting.values()) {
      if (this.#pauses.has(transfer.direction)) continue
      const fits = this.#active.size === 0 || transfer.sizeBytes + this.activeBytes <= MOST_BYTES
      return fits ? transfer : undefined
    }
    return undefined
  }

  #pump(): void {
    for (let next = this.#next(); next; next = this.#next()) this.#start(next)
    if (this.#active.size === 0) for (const resolve of this.#idlers.splice(0)) resolve()
    this.#onChange()
  }

  #start(transfer: Transfer): void {
    this.#waiting.delete(transfer.key)
    this.#active.set(transfer.key, transfer)
    transfer.run(this.#abort.signal).then(
      () => this.#ended(transfer, null),
      (error: unknown) => this.#ended(transfer, AppError.detailOf(error)),
    )
  }

  #ended(transfer: Transfer, detail: ErrorDetail | null): void {
    this.#active.delete(transfer.key)
    if (detail) {
      this.#failed(transfer, detail)
    } else {
      this.#left[transfer.direction] -= 1
      for (const key of [transfer.key, transfer.direction]) this.#attempts.delete(key)
    }
    this.#answer(transfer.key, detail)
    this.#pump()
  }

  #failed(transfer: Transfer, detail: ErrorDetail): void {
    if (this.#isClosed) return
    const reach = reachOf(detail)
    if (reach === 'file') {
      const failure = this.#failure(transfer.key, detail, ASIDE, () => this.#takeBack(transfer.key))
      this.#aside.set(transfer.key, { transfer, failure })
      return
    }
    this.#putFirst(transfer)
    for (const direction of reach === 'all' ? DIRECTIONS : [reach]) {
      // Several that were under way fail together: that is one failure.
      if (this.#pauses.has(direction)) continue
      this.#pauses.set(
        direction,
        this.#failure(direction, detail, PAUSE, () => this.#pauses.delete(direction)),
      )
    }
  }

  #failure(key: string, detail: ErrorDetail, range: PauseRange, end: () => void): Failure {
    const attempt = this.#attempts.get(key) ?? 0
    this.#attempts.set(key, attempt + 1)
    const cancel = this.#environment.timers.after(retryPause(attempt, detail, range, this.#environment), () => {
      end()
      this.#pump()
    })
    return { detail, cancel }
  }

  #takeBack(key: string): void {
    const aside = this.#aside.get(key)
    if (!aside) return
    aside.failure.cancel()
    this.#aside.delete(key)
    this.#waiting.set(key, aside.transfer)
  }

  #putFirst(transfer: Transfer): void {
    this.#waiting.delete(transfer.key)
    this.#waiting = new Map([[transfer.key, transfer], ...this.#waiting])
  }

  #endPause(direction: Direction): void {
    this.#pauses.get(direction)?.cancel()
    this.#pauses.delete(direction)
  }

  #answer(key: string, detail: ErrorDetail | null): void {
    const waiters = this.#waiters.get(key) ?? []
    this.#waiters.delete(key)
    for (const { resolve, reject } of waiters) {
      if (detail) reject(new AppError(detail))
      else resolve()
    }
  }
}
