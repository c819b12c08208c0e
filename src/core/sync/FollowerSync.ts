import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import type { LayerStatus, PackBatch, PersistenceLayer, SyncMemory } from '../persistence/PersistenceLayer'
import type { Readable } from '../Readable'
import type { OpenSpace } from '../space/OpenSpace'
import type { TreeId } from '../tree/ops'
import { withinTime } from '../withinTime'
import { Comparison } from './Comparison'
import { CursorKeeper } from './CursorKeeper'
import { FollowerIntake, type FuseAnswer } from './FollowerIntake'
import { FollowerPull } from './FollowerPull'
import { FollowerPush } from './FollowerPush'
import { FollowerStanding } from './FollowerStanding'
import type { FollowerState } from './FollowerState'
import { mergeSecrets } from './mergeSecrets'
import { Quarantine } from './Quarantine'
import type { Repair } from './repair'
import { RetryClock } from './RetryClock'
import { treesAfter } from './treesAfter'

const CLOSE_MS = 5000

/** Keeps one layer in step with a space's journal, by position in both directions (architecture, section 5). */
export class FollowerSync {
  readonly #push: FollowerPush
  readonly #intake: FollowerIntake
  readonly #pull: FollowerPull
  readonly #quarantine: Quarantine
  readonly #cursor: CursorKeeper
  readonly #comparison: Comparison
  readonly #standing: FollowerStanding
  readonly #clock: RetryClock
  readonly #stops: Cancel[] = []
  #running: Promise<void> | undefined
  #isOpen = false
  /** The layer's log was compared with what is remembered of it, since the connection was made. */
  #isLogKnown = false
  /** Secrets of both sides, on their way since the connection was made. */
  #sharing = Promise.resolve()
  /** Counts connections that ended. */
  #connection = 0
  #isClosed = false
  #isBehind = true
  #error: ErrorDetail | null = null

  constructor(
    readonly open: OpenSpace,
    readonly layer: PersistenceLayer,
    readonly memory: SyncMemory | undefined,
  ) {
    const { timers } = open.environment
    this.#cursor = new CursorKeeper(layer.id, memory, timers)
    this.#clock = new RetryClock(timers, () => {
      if (this.#isBehind || this.#error) this.#look()
    })
    this.#push = new FollowerPush(open.journal, layer, (through) => this.#pushedThrough(through), timers)
    this.#intake = new FollowerIntake(open, layer.id, () => this.#tell())
    this.#quarantine = new Quarantine(layer.id, memory)
    this.#comparison = new Comparison(open.journal, layer, (packs) =>
      this.#intake.take({ packs }, (taken) => this.#push.leaveOut(taken, false)),
    )
    const [cursor, intake, push] = [this.#cursor, this.#intake, this.#push]
    const [quarantine, comparison] = [this.#quarantine, this.#comparison]
    this.#pull = new FollowerPull({ layer, cursor, intake, push, onTaken: () => this.#taken() })
    this.#standing = new FollowerStanding({ open, layer, cursor, intake, quarantine, comparison })
  }

  get state(): Readable<FollowerState> {
    return this.#standing.state
  }

  start(): void {
    const { presence } = this.layer
    this.#stops.push(
      this.open.head.subscribe(() => this.#look()),
      this.#push.onWritten(() => this.#look()),
      this.layer.status.subscribe((status) => this.#layerChanged(status)),
    )
    if (presence)
      this.#stops.push(...this.open.presence.join(this.layer.id, presence, (origin) => this.open.hasLayer(origin)))
    this.#look()
  }

  /** At once. Resolves when the layer holds all the journal held at the call, or failed to take it, or is not there. */
  async syncNow(): Promise<void> {
    this.#lookNow()
    while (this.#running && this.#isOpen) await this.#running
  }

  /** Compares both sides id by id where they differ and gives each what it lacks. Rejects when the layer is not there. */
  async verify(): Promise<Repair> {
    await this.syncNow()
    if (!this.#isOpen || !this.#isLogKnown) throw new AppError(this.#error ?? { code: 'disconnected' })
    const result = await this.#comparison.repair(this.#quarantine.refused)
    this.#collectRefused()
    if (result.isEqual) this.#standing.verified()
    this.#tell()
    return result
  }

  /** Offers again what the layer refused. */
  async retryQuarantined(): Promise<void> {
    const { refused } = this.#quarantine
    this.layer.append(await this.open.journal.fetch(refused))
    await this.layer.flush()
    this.#quarantine.release(refused)
    this.#collectRefused()
    this.#tell()
  }

  answerFuse(answer: FuseAnswer): void {
    this.#intake.answer(answer)
  }

  /** Trees with changes the layer does not hold yet. Cost: what is still to be sent. */
  async treesBehind(): Promise<ReadonlySet<TreeId>> {
    const behind = await treesAfter(this.open.journal, this.#cursor.current.pushed)
    for (const { treeId } of this.#quarantine.refused) behind.add(treeId)
    return behind
  }

  /** Gives the layer what the journal holds, as far as it takes it in a few seconds, then closes it. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const stop of this.#stops.splice(0)) stop()
    this.#intake.close()
    if (this.#isOpen && this.#isLogKnown) await withinTime(this.open.environment.timers, CLOSE_MS, this.#giveTheRest())
    this.#clock.cancel()
    this.#cursor.save()
    // An opening that nobody answers ends only with the layer.
    await this.layer.close()
    await this.#running
    this.open.presence.leave(this.layer.id)
    this.#clock.cancel()
    this.#cursor.save()
    this.#standing.closed()
  }

  #look(): void {
    this.#isBehind = true
    if (this.#running || this.#isClosed) return
    // It is not in step while changes wait for the next try, however long that is.
    if (this.#clock.isWaiting) return this.#tell()
    this.#running = this.#catchUp().finally(() => {
      this.#running = undefined
      if (this.#isBehind) this.#look()
    })
  }

  #lookNow(): void {
    this.#clock.cancel()
    this.#look()
  }

  async #catchUp(): Promise<void> {
    this.#isBehind = false
    try {
      if (!this.#isOpen) await this.#openLayer()
      if (!this.#isLogKnown) {
        await this.#meet()
        this.#tell()
      }
      await this.#push.run()
      await this.#sharing
      await this.#pull.followOneWay()
      // Else something that came was missed meanwhile, and is asked for again.
      if (this.#isLogKnown) this.#error = null
      if (!this.#isClosed) this.#clock.succeeded(this.layer.paceMs)
      await this.#mendDifference()
    } catch (error) {
      this.#error = AppError.detailOf(error)
      if (!this.#isClosed) this.#clock.failed(this.#error)
    }
    this.#tell()
  }

  async #openLayer(): Promise<void> {
    // First, so that what is told while nobody answers is what was so when somebody last did.
    if (this.#cursor.current.logId === '') {
      await this.#quarantine.load()
      await this.#cursor.load()
      this.#tell()
    }
    const opening = this.layer.open((batch) => this.#receive(batch))
    await this.#push.openWith(opening, this.#cursor.current.pushed)
    this.#isOpen = true
  }

  /** Finds out whether positions still mean what they meant, and goes on from them, or from the start. */
  async #meet(): Promise<void> {
    const connection = this.#connection
    await this.#pull.meet()
    if (connection !== this.#connection) throw new AppError({ code: 'disconnected' })
    this.#push.seek(this.#cursor.current.pushed)
    this.#isLogKnown = true
    this.#shareSecrets(connection)
    for (const { origin, who, state } of this.open.presence.current()) {
      if (!this.open.hasLayer(origin)) this.layer.presence?.sendPresence({ who, state })
    }
    await this.#pull.begin()
  }

  /** Nothing waits for the answer but the end of this catching-up: what is to be sent would lie still for as long. */
  #shareSecrets(connection: number): void {
    this.#sharing = mergeSecrets(this.open, this.layer).catch((error: unknown) => {
      if (connection === this.#connection) this.#isLogKnown = false
      throw error
    })
    this.#sharing.catch(() => undefined)
  }

  #taken(): void {
    this.#tell()
    if (this.#isAtRest) this.#look()
  }

  async #receive(batch: PackBatch): Promise<void> {
    this.open.secrets.merge(batch.secrets, this.layer.id)
    try {
      await this.#pull.take(batch)
    } catch (error) {
      this.#missed(AppError.detailOf(error))
    }
  }

  /** What could not be journalled stays unpulled, and is asked for again from there. */
  #missed(detail: ErrorDetail): void {
    if (this.#isClosed) return
    this.#error = detail
    if (this.#isLogKnown) {
      this.#isLogKnown = false
      this.#clock.failed(detail)
    }
    this.#tell()
  }

  #pushedThrough(through: number): void {
    this.#collectRefused()
    this.#cursor.pushedThrough(through)
    this.#tell()
  }

  #collectRefused(): void {
    this.#quarantine.add(this.layer.takeRefused())
  }

  get #isAtRest(): boolean {
    return this.#standing.isAtRest({ isOpen: this.#isOpen, isLogKnown: this.#isLogKnown })
  }

  /** At rest both must hold the same. */
  async #mendDifference(): Promise<void> {
    if (!this.#isAtRest || this.#quarantine.refused.length > 0) return
    if (await this.#comparison.mend()) this.#collectRefused()
  }

  #layerChanged({ state, lastError }: LayerStatus): void {
    if (state === 'offline' || state === 'refused' || state === 'opening') {
      this.#isLogKnown = false
      this.#connection += 1
      this.#error = lastError
      this.open.presence.leave(this.layer.id)
    }
    if (state === 'refused' && this.#isOpen) {
      this.#isOpen = false
      this.#clock.failed()
    }
    if (state === 'ready' && this.#isOpen && !this.#isLogKnown) this.#lookNow()
    this.#tell()
  }

  async #giveTheRest(): Promise<void> {
    await this.#running
    await this.#push.run()
  }

  #tell(): void {
    if (this.#isClosed) return
    this.#standing.tell({ isOpen: this.#isOpen, isLogKnown: this.#isLogKnown, error: this.#error })
  }
}
