import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import { JournalFeed } from '../persistence/JournalFeed'
import { inBatches, MAX_COUNTER_LEAP, opCountOf, type Pack } from '../persistence/Pack'
import type { Position } from '../persistence/PersistenceLayer'
import type { OpenSpace } from '../space/OpenSpace'
import type { SpaceId } from '../space/Space'
import type { TreeId } from '../tree/ops'
import type { Admission } from './Gate'
import { MAX_BUFFERED_BYTES, type ClientMessage, type HostMessage } from './messages'
import type { Port } from './Port'

/** What concerns one space that is attached. */
export type SessionMessage = Exclude<ClientMessage, { kind: 'hello' | 'ping' | 'attach' | 'detach' }>

export interface SessionOptions {
  readonly open: OpenSpace
  readonly admission: Admission
  /** The client is a process of our own. */
  readonly isTrusted: boolean
  /** What `send` writes to: tells how much of it is still under way. */
  readonly port: Pick<Port, 'bufferedBytes' | 'onDrain'>
  readonly send: (message: HostMessage) => void
}

type Refused = Extract<HostMessage, { kind: 'ack' }>['refused']

const PAGE_OPS = 1000
const SNAPSHOT_PART_BYTES = 4 * 1024 * 1024
let sessions = 0

/** One client's view of one space: takes its packs, acknowledges after commit, and feeds it what others wrote. */
export class HostSession {
  readonly open: OpenSpace
  readonly send: (message: HostMessage) => void
  /** Tells this client's notes and secrets from those of others. */
  readonly #origin = `session ${++sessions}`
  readonly #admission: Admission
  readonly #isTrusted: boolean
  readonly #port: SessionOptions['port']
  readonly #feed: JournalFeed
  readonly #stopListening: Cancel[] = []
  /** The client knows that it has everything through here. */
  #told: Position
  #creditOps = 0
  #isFeeding = false
  #isStopped = false
  #trouble: ErrorDetail | null = null

  constructor({ open, admission, isTrusted, port, send }: SessionOptions) {
    this.open = open
    this.send = send
    this.#admission = admission
    this.#isTrusted = isTrusted
    this.#port = port
    this.#told = open.head.current
    this.#feed = new JournalFeed(open.journal, this.#told)
  }

  get #space(): SpaceId {
    return this.open.id
  }

  start(): void {
    if (this.#isStopped) return
    const { role, keyId } = this.#admission
    this.#stopListening.push(
      this.open.head.subscribe(() => this.#deliver()),
      this.open.journal.status.subscribe(() => this.#tellTrouble()),
      this.open.onSecrets((records, origin) => {
        if (origin !== this.#origin) this.send({ kind: 'secrets', space: this.#space, request: 0, records })
      }),
      this.open.presence.onNote((note, origin) => {
        if (origin !== this.#origin) this.send({ kind: 'presence', space: this.#space, ...note })
      }),
      this.#port.onDrain(() => this.#deliver()),
    )
    const summary = this.open.journal.summary()
    this.send({ kind: 'attached', space: this.#space, summary, role, keyId, givesSnapshots: this.#isTrusted })
    for (const note of this.open.presence.current()) this.send({ kind: 'presence', space: this.#space, ...note })
    this.#tellTrouble()
  }

  stop(): void {
    this.#isStopped = true
    for (const stop of this.#stopListening) stop()
    this.open.presence.leave(this.#origin)
  }

  receive(message: SessionMessage): void {
    if (this.#isStopped) return
    const { journal } = this.open
    switch (message.kind) {
      case 'push':
        this.#take(message.batch, message.packs)
        break
      case 'pull':
        if (message.after !== undefined) {
          // Begins anew, so what was granted for the reading before is void.
          this.#feed.seek(message.after)
          this.#told = message.after
          this.#creditOps = 0
        }
        this.#creditOps += message.credit
        this.#deliver()
        break
      case 'read':
        this.#answer(message.request, async () => {
          const page = await journal.readSince(message.after, Math.min(message.limitOps, PAGE_OPS))
          this.send({ kind: 'page', space: this.#space, request: message.request, page })
        })
        break
      case 'compare':
        this.#answer(message.request, async () => {
          const answer = await journal.compare(message.prefix)
          this.send({ kind: 'range', space: this.#space, request: message.request, answer })
        })
        break
      case 'fetch':
        this.#answer(message.request, async () => {
          await this.#sendPacks(message.request, inBatches(await journal.fetch(message.ids)))
        })
        break
      case 'tree':
        this.#answer(message.request, () =>
          this.#sendPacks(message.request, journal.loadTree(message.treeId, message.after)),
        )
        break
      case 'snapshot':
        this.#answer(message.request, () => this.#sendSnapshot(message.request, message.treeId))
        break
      case 'dropSnapshot':
        if (this.#isTrusted) this.open.dropSnapshot(message)
        break
      case 'outline':
        this.#answer(message.request, async () => {
          const rows = await journal.readOutline(message.parentId)
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
        if (this.#admission.role === 'viewer') {
          this.#reject(message.batch, { code: 'read-only-member' })
          break
        }
        this.open.takeSecrets(message.records, this.#origin)
        this.#acknowledge(message.batch, [])
        break
      case 'presence':
        this.open.presence.note(this.#origin, { who: message.who, state: message.state })
        break
    }
  }

  #take(batch: number, packs: readonly Pack[]): void {
    const highest = this.open.journal.summary().maxCounter + opCountOf(packs) + MAX_COUNTER_LEAP
    const refused: { index: number; detail: ErrorDetail }[] = []
    const good = packs.filter((pack, index) => {
      if (pack.counter + pack.count <= highest) return true
      refused.push({ index, detail: { code: 'bad-op', reason: `its counter ${pack.counter} leaps far ahead` } })
      return false
    })
    try {
      this.#admission.check(good)
      this.#feed.leaveOut(good)
      this.open.append(good)
    } catch (error) {
      this.#reject(batch, AppError.detailOf(error))
      return
    }
    this.#acknowledge(batch, refused)
  }

  /** Only after commit. While the medium fails the client hears why; the journal keeps the packs and tries again. */
  #acknowledge(batch: number, refused: Refused): void {
    this.open.flush().then(
      async () => {
        // Those who wait to see it come before the one who wrote it.
        await this.#nextTurn()
        this.send({ kind: 'ack', space: this.#space, batch, summary: this.open.journal.summary(), refused })
      },
      (error: unknown) => this.#reject(batch, AppError.detailOf(error)),
    )
  }

  #reject(batch: number, detail: ErrorDetail): void {
    this.send({ kind: 'reject', space: this.#space, batch, detail })
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
        const { packs, through, throughKey } = await this.#feed.next(Math.min(this.#creditOps, PAGE_OPS))
        if (this.#isStopped) return
        this.#creditOps -= opCountOf(packs)
        if (packs.length === 0) {
          // Those who have not seen them are told before the one who wrote them.
          await this.#nextTurn()
          if (!this.#isAt(through)) continue
        }
        // Also without packs, when they were the client's own: it must know how far it has everything.
        if (packs.length > 0 || through >= this.open.head.current) {
          const summary = this.open.journal.summary()
          this.send({ kind: 'ops', space: this.#space, packs, after: this.#told, through, throughKey, summary })
          this.#told = through
        }
      }
    } finally {
      // In the same turn as the last look, so that no commit falls in between unseen.
      this.#isFeeding = false
    }
  }

  /** False when it was stopped, or sent to read elsewhere, meanwhile. */
  #isAt(through: Position): boolean {
    return !this.#isStopped && this.#feed.through === through
  }

  get #mayFeed(): boolean {
    return !this.#isStopped && this.#creditOps > 0 && this.#hasRoom && this.#feed.through < this.open.head.current
  }

  get #hasRoom(): boolean {
    return this.#port.bufferedBytes < MAX_BUFFERED_BYTES
  }

  #nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.open.environment.timers.defer(resolve)
    })
  }

  async #sendPacks(
    request: number,
    batches: AsyncIterable<readonly Pack[]> | Iterable<readonly Pack[]>,
  ): Promise<void> {
    for await (const packs of batches) {
      if (!this.#hasRoom) await this.#drained()
      if (this.#isStopped) return
      this.send({ kind: 'tree', space: this.#space, request, packs, isLast: false })
    }
    this.send({ kind: 'tree', space: this.#space, request, packs: [], isLast: true })
  }

  /** To processes of our own only: whoever is elsewhere believes what is in the log, and nothing else. */
  async #sendSnapshot(request: number, treeId: TreeId): Promise<void> {
    const found = this.#isTrusted ? await this.open.journal.loadSnapshot(treeId) : undefined
    const { through, bytes } = found ?? { through: 0, bytes: new Uint8Array(0) }
    for (let from = 0; from < bytes.byteLength; from += SNAPSHOT_PART_BYTES) {
      if (!this.#hasRoom) await this.#drained()
      if (this.#isStopped) return
      const part = bytes.subarray(from, from + SNAPSHOT_PART_BYTES)
      this.send({ kind: 'snapshot', space: this.#space, request, through, part, isLast: false })
    }
    this.send({ kind: 'snapshot', space: this.#space, request, through, part: null, isLast: true })
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#port.onDrain(() => {
        stop()
        resolve()
      })
      this.#stopListening.push(() => {
        stop()
        resolve()
      })
    })
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
