import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel, Timers } from '../environment'
import { Derived, type Readable } from '../Readable'
import { newerSecret, type SecretRecord } from '../space/Secrets'
import { firstBatch, opCountOf, type Pack } from './Pack'
import type { TreeId } from '../tree/ops'
import type { LayerStatus, Position } from './PersistenceLayer'

/** What one transaction stores. */
export interface Work {
  readonly packs: readonly Pack[]
  readonly secrets: readonly SecretRecord[]
}

export interface Committed {
  readonly head: Position
  /** Something that does not stop the layer but must be seen, such as two bodies for one op id. */
  readonly alarm?: ErrorDetail
}

/** One for all who wait for the same commit. */
interface Waiter {
  readonly promise: Promise<Position>
  readonly resolve: (head: Position) => void
  readonly reject: (error: AppError) => void
}

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 30_000
/** So many packs in one turn come only from somebody who catches up; what follows them joins their transaction. */
const MANY_PACKS = 500
/** A transaction of more would hold up everybody else on this event loop. */
const MAX_COMMIT_OPS = 4000
const MAX_COMMIT_BYTES = 1024 * 1024
/** Turns without a new pack after which no more are waited for. A batch may take two to come off its wire. */
const QUIET_TURNS = 3

/**
 * The writing half of a layer: takes what is accepted, stores what was accepted in one call, or while the medium was busy, as
 * one transaction (much of it as several, in turns of their own), keeps and retries what could not be stored, and tells the truth about it.
 */
export class CommitQueue {
  #packs: Pack[] = []
  #secretByKey = new Map<string, SecretRecord>()
  #waiter: Waiter | undefined
  #committing: Work | undefined
  #cancelTurn: Cancel | undefined
  #gathered = 0
  #quietTurns = 0
  #cancelRetry: Cancel | undefined
  #retryMs = FIRST_RETRY_MS
  #head: Position = 0
  #isClosed = false
  #state: LayerStatus['state'] = 'opening'
  #pendingOps = 0
  #lastError: ErrorDetail | null = null
  readonly #status = new Derived<LayerStatus>(() => ({
    state: this.#state,
    pendingOps: this.#pendingOps,
    lastError: this.#lastError,
  }))

  /** `commit` stores all of it or nothing, and throws an AppError in the second case. */
  constructor(
    readonly timers: Timers,
    readonly commit: (work: Work) => Committed | Promise<Committed>,
  ) {}

  get status(): Readable<LayerStatus> {
    return this.#status
  }

  /** To be called once the medium is open; what was appended earlier is stored now. */
  start(head: Position, notice: ErrorDetail | null = null): void {
    this.#head = head
    this.#tell('ready', notice)
    if (this.#hasWork) this.#schedule()
  }

  append(packs: readonly Pack[]): void {
    if (this.#isClosed || packs.length === 0) return
    this.#packs.push(...packs)
    this.#pendingOps += opCountOf(packs)
    this.#status.changed()
    this.#schedule()
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    if (this.#isClosed || records.length === 0) return
    for (const record of records) {
      const waiting = this.#secretByKey.get(record.key)
      this.#secretByKey.set(record.key, waiting ? newerSecret(waiting, record) : record)
    }
    this.#schedule()
  }

  /** Tries at once, also while a retry is waiting for its time. */
  flush(): Promise<Position> {
    if (this.#isClosed) return Promise.reject(new AppError({ code: 'closed' }))
    if (!this.#hasWork && !this.#committing) return Promise.resolve(this.#head)
    this.#waiter ??= newWaiter()
    this.#schedule()
    return this.#waiter.promise
  }

  /** Accepted packs of a tree that are not durable yet: whoever loads the tree must see them too. */
  pendingOf(treeId: TreeId): readonly Pack[] {
    return [...(this.#committing?.packs ?? []), ...this.#packs].filter((pack) => pack.treeId === treeId)
  }

  /** Shows something that went wrong outside of a commit, such as a damaged row met while reading. */
  report(notice: ErrorDetail): void {
    if (!this.#isClosed) this.#tell(this.#state, notice)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    try {
      await this.flush()
    } catch {
      // Status and the flush of whoever wrote it have told; closing goes on.
    }
    this.#isClosed = true
    this.#cancelTurn?.()
    this.#cancelRetry?.()
    this.#tell('closed', this.#lastError)
  }

  get #hasWork(): boolean {
    return this.#packs.length > 0 || this.#secretByKey.size > 0
  }

  #schedule(): void {
    if (this.#cancelTurn || this.#committing || this.#state === 'opening') return
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    // A medium that fails is not asked again before others had their turn, however eager a caller is.
    const isCalm = this.#packs.length < MANY_PACKS && this.#state !== 'failing'
    if (isCalm) this.#atOnce()
    else this.#nextTurn()
  }

  /** After the call that accepted it. Nothing is lost by not waiting: what comes while the medium is busy shares the next one. */
  #atOnce(): void {
    let isCancelled = false
    this.#cancelTurn = () => {
      isCancelled = true
    }
    void Promise.resolve().then(() => {
      if (isCancelled) return
      this.#cancelTurn = undefined
      void this.#run()
    })
  }

  #nextTurn(): void {
    this.#cancelTurn = this.timers.defer(() => {
      this.#cancelTurn = undefined
      if (this.#gathersMore()) this.#nextTurn()
      else void this.#run()
    })
  }

  /** Syncing the disk after each batch of many would take as long as storing them. To be asked once in a turn. */
  #gathersMore(): boolean {
    const { length } = this.#packs
    this.#quietTurns = length > this.#gathered ? 0 : this.#quietTurns + 1
    this.#gathered = length
    return length >= MANY_PACKS && length < MAX_COMMIT_OPS && this.#quietTurns < QUIET_TURNS
  }

  async #run(): Promise<void> {
    this.#gathered = 0
    this.#quietTurns = 0
    const packs = firstBatch(this.#packs, MAX_COMMIT_OPS, MAX_COMMIT_BYTES)
    const work: Work = { packs, secrets: [...this.#secretByKey.values()] }
    this.#packs = this.#packs.slice(packs.length)
    this.#secretByKey = new Map()
    // Whoever waits does so for all that was accepted before.
    const isPart = this.#packs.length > 0
    const waiter = isPart ? undefined : this.#takeWaiter()
    this.#committing = work
    try {
      const { head, alarm } = await this.commit(work)
      this.#committing = undefined
      this.#head = head
      this.#retryMs = FIRST_RETRY_MS
      this.#pendingOps = opCountOf(this.#packs)
      this.#tell('ready', alarm ?? null)
      waiter?.resolve(head)
    } catch (error) {
      this.#committing = undefined
      this.#putBack(work)
      const detail = AppError.detailOf(error)
      this.#tell('failing', detail)
      const failed = isPart ? this.#takeWaiter() : waiter
      failed?.reject(new AppError(detail, { cause: error }))
      this.#retryLater()
      return
    }
    // Much of it must not keep everybody else waiting.
    if (isPart) this.#nextTurn()
    else if (this.#hasWork) this.#schedule()
    // Asked while the commit ran, with nothing of their own to wait for.
    else this.#takeWaiter()?.resolve(this.#head)
  }

  #takeWaiter(): Waiter | undefined {
    const waiter = this.#waiter
    this.#waiter = undefined
    return waiter
  }

  #putBack(work: Work): void {
    this.#packs = [...work.packs, ...this.#packs]
    this.#pendingOps = opCountOf(this.#packs)
    const newer = [...this.#secretByKey.values()]
    this.#secretByKey = new Map(work.secrets.map((record) => [record.key, record]))
    for (const record of newer) {
      const failed = this.#secretByKey.get(record.key)
      this.#secretByKey.set(record.key, failed ? newerSecret(failed, record) : record)
    }
  }

  #retryLater(): void {
    if (this.#isClosed || this.#cancelTurn) return
    if (this.#waiter) {
      this.#schedule()
      return
    }
    this.#cancelRetry = this.timers.after(this.#retryMs, () => {
      this.#cancelRetry = undefined
      void this.#run()
    })
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
  }

  #tell(state: LayerStatus['state'], lastError: ErrorDetail | null): void {
    this.#state = state
    this.#lastError = lastError
    this.#status.changed()
  }
}

function newWaiter(): Waiter {
  let [resolve, reject]: [Waiter['resolve'], Waiter['reject']] = [() => undefined, () => undefined]
  const promise = new Promise<Position>((kept, broken) => {
    resolve = kept
    reject = broken
  })
  return { promise, resolve, reject }
}
