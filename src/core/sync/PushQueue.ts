import { AppError, type ErrorDetail } from '../AppError'
import { inBatches, opCountOf, type Pack } from '../persistence/Pack'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { TreeId } from '../tree/ops'
import type { ClientMessage } from './messages'

interface Batch {
  readonly number: number
  readonly packs: readonly Pack[]
  readonly records: readonly SecretRecord[]
  isSent: boolean
}

interface Waiter {
  readonly through: number
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

/** Batches a host has not acknowledged yet; at most four are under way at a time. */
const MAX_IN_FLIGHT = 4

/**
 * What a client has written and its host has not made durable yet. Nothing leaves the queue but by acknowledgement, or
 * into the quarantine when the host says it will never take it.
 */
export class PushQueue {
  #batches: Batch[] = []
  #waiters: Waiter[] = []
  #nextNumber = 1
  #isConnected = false
  /** Set while the host cannot store: what is sent meanwhile would only be refused again. */
  #isHeld = false
  /** Batches the host refused for good: shown, kept, and not in the way of others. */
  readonly quarantine: { readonly packs: readonly Pack[]; readonly detail: ErrorDetail }[] = []
  refusal: ErrorDetail | null = null
  pendingOps = 0

  constructor(
    readonly space: SpaceId,
    readonly send: (message: ClientMessage) => void,
    readonly onChange: () => void,
  ) {}

  append(packs: readonly Pack[]): void {
    for (const batch of inBatches(packs)) this.#add(batch, [])
    this.pendingOps += opCountOf(packs)
    this.#sendMore()
    this.onChange()
  }

  appendSecrets(records: readonly SecretRecord[]): void {
    this.#add([], records)
    this.#sendMore()
  }

  /** Packs of a tree the host may not have stored yet. */
  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#batches.flatMap((batch) => batch.packs.filter((pack) => pack.treeId === treeId))
  }

  /** Tries at once. Resolves when everything appended so far is acknowledged; rejects when it is refused or the connection is lost. */
  flush(): Promise<void> {
    const through = this.#batches.at(-1)?.number
    if (through === undefined) return Promise.resolve()
    if (!this.#isConnected) return Promise.reject(new AppError({ code: 'disconnected' }))
    return new Promise((resolve, reject) => {
      this.#waiters.push({ through, resolve, reject })
      this.#isHeld = false
      this.#sendMore()
    })
  }

  /** After a reconnect all that is unacknowledged goes again: hosts drop duplicates. */
  connected(): void {
    this.#isConnected = true
    this.#isHeld = false
    this.refusal = this.quarantine.at(-1)?.detail ?? null
    for (const batch of this.#batches) batch.isSent = false
    this.#sendMore()
  }

  disconnected(detail: ErrorDetail): void {
    this.#isConnected = false
    this.#rejectWaiters(detail)
  }

  acknowledge(number: number): void {
    this.#drop(number)
    this.#sendMore()
  }

  reject(number: number, detail: ErrorDetail, isFinal: boolean): void {
    this.refusal = detail
    if (isFinal) {
      const refused = this.#batches.find((batch) => batch.number === number)
      if (refused) this.quarantine.push({ packs: refused.packs, detail })
      this.#drop(number)
    } else {
      const refused = this.#batches.find((batch) => batch.number === number)
      if (refused) refused.isSent = false
      this.#isHeld = true
    }
    this.#rejectWaiters(detail)
    this.#sendMore()
    this.onChange()
  }

  /** The host can store again. */
  retryHeld(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    this.refusal = this.quarantine.at(-1)?.detail ?? null
    this.#sendMore()
  }

  #add(packs: readonly Pack[], records: readonly SecretRecord[]): void {
    this.#batches.push({ number: this.#nextNumber++, packs, records, isSent: false })
  }

  #drop(number: number): void {
    const index = this.#batches.findIndex((batch) => batch.number === number)
    const [batch] = index < 0 ? [] : this.#batches.splice(index, 1)
    if (!batch) return
    this.pendingOps -= opCountOf(batch.packs)
    const oldest = this.#batches[0]?.number ?? Number.POSITIVE_INFINITY
    const done = this.#waiters.filter((waiter) => waiter.through < oldest)
    this.#waiters = this.#waiters.filter((waiter) => waiter.through >= oldest)
    for (const waiter of done) waiter.resolve()
    this.onChange()
  }

  #sendMore(): void {
    if (!this.#isConnected || this.#isHeld) return
    let inFlight = this.#batches.filter((batch) => batch.isSent).length
    for (const batch of this.#batches) {
      if (inFlight >= MAX_IN_FLIGHT) return
      if (batch.isSent) continue
      batch.isSent = true
      inFlight += 1
      const { number, packs, records } = batch
      if (packs.length > 0) this.send({ kind: 'push', space: this.space, batch: number, packs: [...packs] })
      else this.send({ kind: 'saveSecrets', space: this.space, batch: number, records: [...records] })
    }
  }

  #rejectWaiters(detail: ErrorDetail): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) waiter.reject(new AppError(detail))
  }
}
