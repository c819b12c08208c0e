import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import type { RangeAnswer } from '../persistence/compareRanges'
import type { OutlineRow } from '../persistence/outline/Outline'
import { opCountOf, type Pack, type PackId } from '../persistence/Pack'
import type {
  Deliver,
  Journal,
  LayerStatus,
  LogPage,
  LogSummary,
  PackBatch,
  Position,
  RefusedPack,
  StoredSnapshot,
} from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { TreeId, VertexId } from '../tree/ops'
import { withinTime } from '../withinTime'
import type { ClientLink } from './ClientLink'
import type { Role } from './Gate'
import type { ClientMessage, HostMessage } from './messages'
import { PendingReplies } from './PendingReplies'
import type { PresenceChannel, PresenceNote } from './PresenceChannel'
import { PushQueue } from './PushQueue'

export interface RemoteOptions {
  readonly id: string
  readonly spaceId: SpaceId
  /** The connection to the host; shared by all spaces of that host. */
  readonly link: ClientLink
  /** Which key the space must be sealed with there (null: with none); left out where nothing is sealed on the way. */
  readonly keyId?: string | null
}

interface SnapshotPart {
  readonly through: Position
  readonly part: Uint8Array
}

/** Ops a host may send before the client asks for more. */
const CREDIT_OPS = 20_000
const MAX_FETCH_IDS = 500
const CLOSE_MS = 5000

/** A space that a host keeps, reached over a link: the journal of a window, or a follower of another journal. */
export class RemotePersistenceLayer implements Journal {
  readonly mode = 'two-way'
  readonly paceMs = 0
  readonly id: string
  readonly presence: PresenceChannel
  readonly #options: RemoteOptions
  readonly #status = new Writable<LayerStatus>({ state: 'opening', pendingOps: 0, lastError: null })
  readonly #pushes: PushQueue
  readonly #replies = new PendingReplies()
  readonly #presenceListeners = new Set<(note: PresenceNote) => void>()
  #leave: Cancel | undefined
  #deliver: Deliver = () => undefined
  #summary: LogSummary = { logId: '', head: 0, opCount: 0, fingerprint: '0000000000000000', maxCounter: 0 }
  #role: Role | null = null
  #givesSnapshots = false
  #through: Position = 0
  #owedCredit = 0
  #trouble: ErrorDetail | null = null
  #opening: { resolve: (summary: LogSummary) => void; reject: (error: AppError) => void } | undefined
  #state: LayerStatus['state'] = 'opening'

  constructor(options: RemoteOptions) {
    this.id = options.id
    this.#options = options
    this.#pushes = new PushQueue(
      options.spaceId,
      (message) => this.#link.send(message),
      () => this.#tell(),
    )
    this.presence = {
      sendPresence: (note) => {
        if (this.#state === 'ready') this.#link.send({ kind: 'presence', space: options.spaceId, ...note })
      },
      onPresence: (listener) => {
        this.#presenceListeners.add(listener)
        return () => this.#presenceListeners.delete(listener)
      },
    }
  }

  get status(): Readable<LayerStatus> {
    return this.#status
  }

  /** What this client may do there; null until it was let in. */
  get role(): Role | null {
    return this.#role
  }

  /** May be called again after it was refused. */
  open(deliver: Deliver): Promise<LogSummary> {
    this.#deliver = deliver
    this.#state = 'opening'
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject }
      this.#leave = this.#link.join(this.#options.spaceId, {
        onWelcome: () => this.#link.send({ kind: 'attach', space: this.#options.spaceId }),
        onMessage: (message) => this.#receive(message),
        onLost: (detail) => this.#lost(detail),
        onRefused: (detail) => this.#refused(detail),
      })
      // Whoever is refused while joining has no way to leave yet.
      if (this.#state !== 'opening') this.#leaveLink()
    })
  }

  /** To be called again whenever the layer has become ready: only the caller knows whether its position still holds. */
  follow(after: Position): void {
    if (this.#state !== 'ready') return
    this.#through = after
    this.#owedCredit = 0
    this.#link.send({ kind: 'pull', space: this.#options.spaceId, after, credit: CREDIT_OPS })
  }

  summary(): LogSummary {
    return this.#summary
  }

  async *loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    const request = this.#replies.stream<Pack>()
    this.#ask({ kind: 'tree', space: this.#options.spaceId, request: request.id, treeId, after })
    yield* request.parts()
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#pushes.pendingOf(treeId)
  }

  readSince(position: Position, limitOps: number): Promise<LogPage> {
    const request = this.#replies.single<LogPage>()
    this.#ask({ kind: 'read', space: this.#options.spaceId, request: request.id, after: position, limitOps })
    return request.reply
  }

  compare(prefix: string): Promise<RangeAnswer> {
    const request = this.#replies.single<RangeAnswer>()
    this.#ask({ kind: 'compare', space: this.#options.spaceId, request: request.id, prefix })
    return request.reply
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    const packs: Pack[] = []
    for (let from = 0; from < ids.length; from += MAX_FETCH_IDS) {
      const some = ids
        .slice(from, from + MAX_FETCH_IDS)
        .map(({ treeId, peerId, counter }) => ({ treeId, peerId, counter }))
      const request = this.#replies.stream<Pack>()
      this.#ask({ kind: 'fetch', space: this.#options.spaceId, request: request.id, ids: some })
      for await (const part of request.parts()) packs.push(...part)
    }
    return packs
  }

  append(packs: readonly Pack[]): void {
    this.#pushes.append(packs)
  }

  async flush(): Promise<Position> {
    if (this.#state === 'closed') throw new AppError({ code: 'closed' })
    await this.#pushes.flush()
    return this.#summary.head
  }

  takeRefused(): readonly RefusedPack[] {
    return this.#pushes.takeRefused()
  }

  readOutline(parentId: VertexId | null): Promise<readonly OutlineRow[]> {
    const request = this.#replies.single<readonly OutlineRow[]>()
    this.#ask({ kind: 'outline', space: this.#options.spaceId, request: request.id, parentId })
    return request.reply
  }

  /** Only of a host that is of our own processes. */
  async loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    if (!this.#givesSnapshots) return undefined
    const request = this.#replies.stream<SnapshotPart>()
    this.#ask({ kind: 'snapshot', space: this.#options.spaceId, request: request.id, treeId })
    const parts: SnapshotPart[] = []
    for await (const some of request.parts()) parts.push(...some)
    const [first] = parts
    return first && { treeId, through: first.through, bytes: joined(parts.map(({ part }) => part)) }
  }

  dropSnapshot({ treeId, through }: Pick<StoredSnapshot, 'treeId' | 'through'>): Promise<void> {
    if (this.#state === 'ready' && this.#givesSnapshots)
      this.#link.send({ kind: 'dropSnapshot', space: this.#options.spaceId, treeId, through })
    return Promise.resolve()
  }

  /** The host's business. */
  saveSnapshot(): Promise<void> {
    return Promise.resolve()
  }

  loadSecrets(): Promise<readonly SecretRecord[]> {
    const request = this.#replies.single<readonly SecretRecord[]>()
    this.#ask({ kind: 'secrets', space: this.#options.spaceId, request: request.id })
    return request.reply
  }

  /** A viewer keeps its own to itself. */
  saveSecrets(records: readonly SecretRecord[]): void {
    if (records.length > 0 && this.#role !== 'viewer') this.#pushes.appendSecrets(records)
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return
    // A host that does not answer keeps nobody from closing.
    const { timers } = this.#link.options.environment
    if (this.#state === 'ready') await withinTime(timers, CLOSE_MS, this.#pushes.flush())
    this.#state = 'closed'
    this.#leaveLink()
    this.#end({ code: 'closed' })
  }

  get #link(): ClientLink {
    return this.#options.link
  }

  #receive(message: HostMessage): void {
    switch (message.kind) {
      case 'attached':
        this.#attached(message)
        break
      case 'detached':
        this.#refused(message.detail)
        break
      case 'ops':
        this.#take(message)
        break
      case 'ack':
        this.#summary = message.summary
        this.#pushes.acknowledge(message.batch, message.refused)
        break
      case 'reject':
        this.#pushes.reject(message.batch, message.detail)
        break
      case 'tree':
        this.#replies.part(message.request, message.packs, message.isLast)
        break
      case 'snapshot': {
        const { request, through, part, isLast } = message
        this.#replies.part(request, part ? [{ through, part }] : [], isLast)
        break
      }
      case 'page':
        this.#replies.resolve(message.request, message.page)
        break
      case 'range':
        this.#replies.resolve(message.request, message.answer)
        break
      case 'outline':
        this.#replies.resolve(message.request, message.rows)
        break
      case 'secrets':
        if (message.request > 0) this.#replies.resolve(message.request, message.records)
        else
          this.#hand({ origin: this.id, packs: [], through: this.#through, throughKey: '', secrets: message.records })
        break
      case 'presence':
        for (const listener of [...this.#presenceListeners]) listener({ who: message.who, state: message.state })
        break
      case 'trouble':
        this.#trouble = message.detail
        if (!message.isFailing) this.#pushes.retryHeld()
        this.#tell()
        break
      case 'error':
        if (message.request !== undefined) this.#replies.reject(message.request, message.detail)
        else this.#trouble = message.detail
        this.#tell()
        break
      case 'welcome':
      case 'pong':
        break
    }
  }

  #attached({ summary, role, keyId, givesSnapshots }: Extract<HostMessage, { kind: 'attached' }>): void {
    if (this.#options.keyId !== undefined && this.#options.keyId !== keyId) {
      this.#refused({ code: 'wrong-key' })
      return
    }
    this.#summary = summary
    this.#role = role
    this.#givesSnapshots = givesSnapshots === true
    this.#state = 'ready'
    this.#trouble = null
    this.#pushes.connected()
    this.#opening?.resolve(summary)
    this.#opening = undefined
    this.#tell()
  }

  #take({ packs, after, through, throughKey, summary }: Extract<HostMessage, { kind: 'ops' }>): void {
    this.#summary = summary
    if (after > this.#through) {
      // Something before it did not come: without it, a position would stand for what is not here.
      this.follow(this.#through)
      return
    }
    this.#through = Math.max(this.#through, through)
    this.#hand({ origin: this.id, packs, through, throughKey, secrets: [] })
  }

  /** The host may send more only for what was taken, so a slow receiver is never buried. */
  #hand(batch: PackBatch): void {
    Promise.resolve(this.#deliver(batch)).then(
      () => this.#grant(opCountOf(batch.packs)),
      () => this.#grant(opCountOf(batch.packs)),
    )
  }

  #grant(ops: number): void {
    this.#owedCredit += ops
    if (this.#owedCredit < CREDIT_OPS / 2 || this.#state !== 'ready') return
    this.#link.send({ kind: 'pull', space: this.#options.spaceId, credit: this.#owedCredit })
    this.#owedCredit = 0
  }

  #refused(detail: ErrorDetail): void {
    if (this.#state === 'closed') return
    this.#state = 'refused'
    this.#leaveLink()
    this.#end(detail)
  }

  /** Whoever asks while nobody is there hears so at once. */
  #ask(message: ClientMessage & { readonly request: number }): void {
    if (this.#state === 'ready') this.#link.send(message)
    else this.#replies.reject(message.request, { code: this.#state === 'closed' ? 'closed' : 'disconnected' })
  }

  #lost(detail: ErrorDetail): void {
    if (this.#state === 'closed') return
    this.#state = this.#opening ? 'opening' : 'offline'
    this.#replies.rejectAll(detail)
    this.#pushes.disconnected(detail)
    this.#tell(detail)
  }

  #leaveLink(): void {
    this.#leave?.()
    this.#leave = undefined
  }

  /** Whoever waits for an answer hears that none will come; what is unsaved stays queued. */
  #end(detail: ErrorDetail): void {
    this.#replies.rejectAll(detail)
    this.#pushes.disconnected(detail)
    const opening = this.#opening
    this.#opening = undefined
    this.#tell(detail)
    opening?.reject(new AppError(detail))
  }

  #tell(reason: ErrorDetail | null = null): void {
    const lastError = this.#pushes.refusal ?? this.#trouble ?? reason
    const isFailing = this.#state === 'ready' && this.#pushes.refusal !== null
    this.#status.set({ state: isFailing ? 'failing' : this.#state, pendingOps: this.#pushes.pendingOps, lastError })
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (only && parts.length === 1) return only
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
