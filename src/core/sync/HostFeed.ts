import { AppError } from '../AppError'
import type { Cancel } from '../environment'
import { nextTurn } from '../nextTurn'
import { JournalFeed } from '../persistence/JournalFeed'
import { opCountOf, type Pack } from '../persistence/Pack'
import type { LayerStatus, Position } from '../persistence/PersistenceLayer'
import type { OpenSpace } from '../space/OpenSpace'
import type { TreeId } from '../tree/ops'
import { MAX_BUFFERED_BYTES, type HostMessage } from './messages'
import type { Port } from './Port'

export interface HostFeedOptions {
  readonly open: OpenSpace
  readonly port: Pick<Port, 'bufferedBytes' | 'onDrain'>
  readonly send: (message: HostMessage) => void
  /** Of what the client itself gives. */
  readonly origin: string
}

export interface Pull {
  /** Left out: goes on from where it is. */
  readonly after?: number | undefined
  readonly credit: number
  /** The client makes durable what it gets, and takes it before it is durable here. */
  readonly early?: boolean | undefined
}

const PAGE_OPS = 1000
/** Of who just began: it works on that while the next is read. */
const FIRST_PAGE_OPS = PAGE_OPS / 2

/**
 * What one client is told of a journal: by position, in the journal's order, as far as its credit goes. One that is caught up
 * and wants them early gets the packs of others before their commit, and the position after it (SPEC SY43).
 */
export class HostFeed {
  readonly #options: HostFeedOptions
  readonly #feed: JournalFeed
  /** The client knows that it has everything through here. */
  #told: Position
  #creditOps = 0
  #pageOps = FIRST_PAGE_OPS
  #isFeeding = false
  #isStopped = false
  #takesEarly = false
  /** All, when it is undefined. */
  #attended: ReadonlySet<TreeId> | undefined
  /** Something was accepted that the client did not get early, so it must not get early what comes after that. */
  #isBehind = true
  /** Numbers of the last early message, of the last one whose packs are durable, and of the last one so called. */
  #early = { sent: 0, durable: 0, told: 0 }

  constructor(options: HostFeedOptions) {
    this.#options = options
    this.#told = options.open.head.current
    this.#feed = new JournalFeed(options.open.journal, this.#told)
  }

  start(): Cancel[] {
    const { open, port } = this.#options
    return [
      open.onAccepted((packs, origin) => this.#handEarly(packs, origin)),
      open.journal.status.subscribe((status) => this.#settleEarly(status)),
      open.head.subscribe(() => this.#deliver()),
      port.onDrain(() => this.#deliver()),
      () => {
        this.#isStopped = true
      },
    ]
  }

  pull({ after, credit, early }: Pull): void {
    if (after !== undefined) {
      // Begins anew, so what was granted for the reading before is void.
      this.#feed.seek(after)
      this.#told = after
      this.#creditOps = 0
      this.#pageOps = FIRST_PAGE_OPS
      this.#takesEarly = early === true
      this.#isBehind = !this.#isAtEnd
    }
    this.#creditOps += credit
    this.#deliver()
  }

  /** What the client does not attend to it need not have: the positions that it is told go on over that. */
  attend(treeIds: readonly TreeId[] | null): void {
    this.#attended = treeIds ? new Set(treeIds) : undefined
  }

  /** The client's own packs. */
  leaveOut(packs: readonly Pack[]): void {
    this.#feed.leaveOut(packs)
  }

  #handEarly(packs: readonly Pack[], origin: string): void {
    if (origin === this.#options.origin) return
    const ops = opCountOf(packs)
    const isAtHead = !this.#isBehind && this.#feed.through >= this.#options.open.head.current
    if (!this.#takesEarly || !isAtHead || ops > this.#creditOps || !this.#hasRoom) {
      this.#isBehind = true
      return
    }
    this.#creditOps -= ops
    this.#feed.leaveOutUntilSeek(packs)
    this.#early.sent += 1
    const { open, send } = this.#options
    send({ kind: 'early', space: open.id, number: this.#early.sent, packs })
  }

  /** Nothing that was accepted waits any more: all that was handed early is durable, also what was known before. */
  #settleEarly({ state, pendingOps }: LayerStatus): void {
    if (state !== 'ready' || pendingOps > 0 || this.#early.durable === this.#early.sent) return
    this.#early.durable = this.#early.sent
    this.#deliver()
  }

  #deliver(): void {
    if (this.#isFeeding || !this.#mayFeed) return
    this.#isFeeding = true
    this.#feedClient().catch((error: unknown) => {
      // Read again after the next commit or pull.
      this.#options.send({ kind: 'error', space: this.#options.open.id, detail: AppError.detailOf(error) })
    })
  }

  async #feedClient(): Promise<void> {
    try {
      for (let isFirst = true; this.#mayFeed; isFirst = false) {
        // A long catching-up leaves room for everyone else's commits in between.
        if (!isFirst) await nextTurn(this.#options.open.environment.timers)
        const limitOps = Math.min(this.#creditOps, this.#pageOps)
        this.#pageOps = PAGE_OPS
        const { packs: read, through, throughKey } = this.#feed.nextNow(limitOps) ?? (await this.#feed.next(limitOps))
        if (this.#isStopped) return
        const attended = this.#attended
        const packs = attended ? read.filter(({ treeId }) => attended.has(treeId)) : read
        this.#creditOps -= opCountOf(packs)
        if (packs.length === 0) {
          // Those who have not seen them are told before the one who wrote them.
          await nextTurn(this.#options.open.environment.timers)
          if (!this.#isAt(through)) continue
        }
        this.#tell(packs, through, throughKey)
      }
      if (this.#isAtEnd) this.#isBehind = false
    } finally {
      // In the same turn as the last look, so that no commit falls in between unseen.
      this.#isFeeding = false
    }
  }

  /** Also without packs, when they were the client's own or given early: it must know how far it has everything. */
  #tell(packs: readonly Pack[], through: Position, throughKey: string): void {
    const { open, send } = this.#options
    if (packs.length === 0 && through < open.head.current && !this.#owesEarly) return
    const early = this.#owesEarly ? { early: this.#early.durable } : {}
    this.#early.told = this.#early.durable
    const summary = open.journal.summary()
    send({ kind: 'ops', space: open.id, packs, after: this.#told, through, throughKey, summary, ...early })
    this.#told = through
  }

  get #owesEarly(): boolean {
    return this.#early.told < this.#early.durable
  }

  /** False when it was stopped, or sent to read elsewhere, meanwhile. */
  #isAt(through: Position): boolean {
    return !this.#isStopped && this.#feed.through === through
  }

  get #isAtEnd(): boolean {
    const { head, journal } = this.#options.open
    return this.#feed.through >= head.current && journal.status.current.pendingOps === 0
  }

  get #mayFeed(): boolean {
    if (this.#isStopped || this.#creditOps <= 0 || !this.#hasRoom) return false
    return this.#owesEarly || this.#feed.through < this.#options.open.head.current
  }

  get #hasRoom(): boolean {
    return this.#options.port.bufferedBytes < MAX_BUFFERED_BYTES
  }
}
