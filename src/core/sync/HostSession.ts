import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import { JournalFeed } from '../persistence/JournalFeed'
import { MAX_COUNTER_LEAP, opCountOf, type Pack } from '../persistence/Pack'
import type { OpenSpace } from '../space/OpenSpace'
import type { SpaceId } from '../space/Space'
import type { ClientMessage, HostMessage } from './messages'

/** What concerns one space that is attached. */
export type SessionMessage = Exclude<ClientMessage, { kind: 'hello' | 'ping' | 'attach' | 'detach' }>

const PAGE_OPS = 1000

/** One client's view of one space: takes its packs, acknowledges after commit, and feeds it what others wrote. */
export class HostSession {
  readonly #feed: JournalFeed
  readonly #stopListening: Cancel[] = []
  #creditOps = 0
  #isFeeding = false
  #isStopped = false
  #trouble: ErrorDetail | null = null

  constructor(
    readonly open: OpenSpace,
    readonly send: (message: HostMessage) => void,
  ) {
    this.#feed = new JournalFeed(open.journal, open.head.current)
  }

  get #space(): SpaceId {
    return this.open.id
  }

  start(): void {
    if (this.#isStopped) return
    this.#stopListening.push(this.open.head.subscribe(() => this.#deliver()))
    this.#stopListening.push(this.open.journal.status.subscribe(() => this.#tellTrouble()))
    this.send({ kind: 'attached', space: this.#space, summary: this.open.journal.summary() })
    this.#tellTrouble()
  }

  stop(): void {
    this.#isStopped = true
    for (const stop of this.#stopListening) stop()
  }

  receive(message: SessionMessage): void {
    if (this.#isStopped) return
    switch (message.kind) {
      case 'push':
        this.#take(message.batch, message.packs)
        break
      case 'pull':
        if (message.after !== undefined) this.#feed.seek(message.after)
        this.#creditOps += message.credit
        this.#deliver()
        break
      case 'read':
        this.#answer(message.request, async () => {
          const page = await this.open.journal.readSince(message.after, Math.min(message.limitOps, PAGE_OPS))
          this.send({ kind: 'page', space: this.#space, request: message.request, page })
        })
        break
      case 'tree':
        this.#answer(message.request, () => this.#sendTree(message.request, message.treeId))
        break
      case 'outline':
        this.#answer(message.request, async () => {
          const rows = await this.open.journal.readOutline(message.parentId)
          this.send({ kind: 'outline', space: this.#space, request: message.request, parentId: message.parentId, rows })
        })
        break
      case 'secrets':
        this.send({
          kind: 'secrets',
          space: this.#space,
          request: message.request,
          records: this.open.secrets.records(),
        })
        break
      case 'saveSecrets':
        this.open.journal.saveSecrets(this.open.secrets.merge(message.records))
        this.#acknowledge(message.batch)
        break
    }
  }

  #take(batch: number, packs: readonly Pack[]): void {
    const highest = this.open.journal.summary().maxCounter + opCountOf(packs) + MAX_COUNTER_LEAP
    const leaping = packs.find((pack) => pack.counter + pack.count > highest)
    if (leaping) {
      this.#reject(batch, { code: 'bad-op', reason: `its counter ${leaping.counter} leaps far ahead` }, true)
      return
    }
    try {
      this.#feed.leaveOut(packs)
      this.open.append(packs)
    } catch (error) {
      this.#reject(batch, AppError.detailOf(error), false)
      return
    }
    this.#acknowledge(batch)
  }

  /** Only after commit. While the medium fails the client hears why; the journal keeps the packs and tries again. */
  #acknowledge(batch: number): void {
    this.open.flush().then(
      () => this.send({ kind: 'ack', space: this.#space, batch, summary: this.open.journal.summary() }),
      (error: unknown) => {
        this.#reject(batch, AppError.detailOf(error), false)
      },
    )
  }

  #reject(batch: number, detail: ErrorDetail, final: boolean): void {
    this.send({ kind: 'reject', space: this.#space, batch, detail, final })
  }

  #deliver(): void {
    if (this.#isFeeding || !this.#mayFeed) return
    this.#isFeeding = true
    this.#feedClient().catch((error: unknown) => {
      // Read again after the next commit or pull.
      this.send({ kind: 'error', space: this.#space, detail: AppError.detailOf(error) })
    })
  }

  async #feedClient(): Promise<void> {
    try {
      for (let isFirst = true; this.#mayFeed; isFirst = false) {
        // A long catching-up leaves room for everyone else's commits in between.
        if (!isFirst) await this.#nextTurn()
        const { packs, through } = await this.#feed.next(Math.min(this.#creditOps, PAGE_OPS))
        this.#creditOps -= opCountOf(packs)
        if (packs.length > 0) {
          this.send({ kind: 'ops', space: this.#space, packs, through, summary: this.open.journal.summary() })
        }
      }
    } finally {
      // In the same turn as the last look, so that no commit falls in between unseen.
      this.#isFeeding = false
    }
  }

  get #mayFeed(): boolean {
    return !this.#isStopped && this.#creditOps > 0 && this.#feed.through < this.open.head.current
  }

  #nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.open.environment.timers.defer(resolve)
    })
  }

  async #sendTree(request: number, treeId: string): Promise<void> {
    for await (const packs of this.open.journal.loadTree(treeId)) {
      if (this.#isStopped) return
      this.send({ kind: 'tree', space: this.#space, request, treeId, packs, isLast: false })
    }
    this.send({ kind: 'tree', space: this.#space, request, treeId, packs: [], isLast: true })
  }

  #answer(request: number, work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.send({ kind: 'error', space: this.#space, request, detail: AppError.detailOf(error) })
    })
  }

  #tellTrouble(): void {
    const { state, lastError } = this.open.journal.status.current
    if (lastError === this.#trouble) return
    this.#trouble = lastError
    this.send({ kind: 'trouble', space: this.#space, detail: lastError, isFailing: state === 'failing' })
  }
}
