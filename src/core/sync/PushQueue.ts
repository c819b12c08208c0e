import { AppError, type ErrorDetail } from '../AppError'
import { inBatches, opCountOf, type Pack } from '../persistence/Pack'
import type { RefusedPack } from '../persistence/PersistenceLayer'
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

/** Batches a host has not acknowledged yet; at most eight are under way at a time. */
const MAX_IN_FLIGHT = 8

/**
 * What a client has written and its host has not made durable yet. Nothing leaves the queue but by acknowledgement, or
 * as refused when the host says it will never take it.
 */
export class PushQueue {
  #batches: Batch[] = []
  #waiters: Waiter[] = []
  #nextNumber = 1
  #isConnected = false
  /** Set while the host cannot store: what is sent meanwhile would only be refused again. */
  #isHeld = false
  /** Why the host does not take what is offered just now. */
  #refusal: ErrorDetail | null = null
  /** What the host will never take. */
  #refused: RefusedPack[] = []
  pendingOps = 0

  constructor(
    readonly space: SpaceId,
    readonly send: (message: ClientMessage) => void,
    readonly onChange: () => void,
  ) {}

  get refusal(): ErrorDetail | null {
    return this.#refusal ?? this.#refused.at(-1)?.detail ?? null
  }

  takeRefused(): readonly RefusedPack[] {
    const refused = this.#refused
    this.#refused = []
    if (refused.length > 0) this.onChange()
    return refused
  }

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

  /** Tries at once. Resolves when all appended so far is acknowledged or refused for good; rejects when it is not taken now. */
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
    this.#refusal = null
    for (const batch of this.#batches) batch.isSent = false
    this.#sendMore()
  }

  disconnected(detail: ErrorDetail): void {
    this.#isConnected = false
    this.#rejectWaiters(detail)
  }

  acknowledge(number: number, refused: readonly { readonly index: number; readonly detail: ErrorDetail }[]): void {
    const batch = this.#batches.find((candidate) => candidate.number === number)
    for (const { index, detail } of refused) {
      const pack = batch?.packs[index]
      if (pack) this.#refused.push({ treeId: pack.treeId, peerId: pack.peerId, counter: pack.counter, detail })
    }
    this.#drop(number)
    this.#sendMore()
  }

  /** Not now: kept, and sent again when the host can, with the next `flush`, or after a reconnect. */
  reject(number: number, detail: ErrorDetail): void {
    this.#refusal = detail
    this.#isHeld = true
    const batch = this.#batches.find((candidate) => candidate.number === number)
    if (batch) batch.isSent = false
    this.#rejectWaiters(detail)
    this.onChange()
  }

  /** The host can store again. */
  retryHeld(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    this.#refusal = null
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
    this.#refusal = null
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
