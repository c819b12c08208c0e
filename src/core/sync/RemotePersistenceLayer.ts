import { AppError, type ErrorDetail } from '../AppError'
import type { Environment } from '../environment'
import type { OutlineRow } from '../persistence/outline/Outline'
import { opCountOf, type Pack } from '../persistence/Pack'
import type { Journal, LayerStatus, LogPage, LogSummary, PackBatch, Position } from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { TreeId, VertexId } from '../tree/ops'
import { ClientLink } from './ClientLink'
import type { ClientMessage, HostMessage } from './messages'
import { PendingReplies } from './PendingReplies'
import type { Port } from './Port'
import { PushQueue } from './PushQueue'

export interface RemoteOptions {
  readonly id: string
  readonly spaceId: SpaceId
  /** Makes a connection to the host; called again, with growing pauses, whenever it is lost. */
  readonly connect: () => Promise<Port>
  readonly environment: Environment
  /** Who attaches, for the host's log. */
  readonly name: string
  /** Where to begin reading: `head` for a window (trees load when opened), 0 for who wants the whole log. */
  readonly from: 'head' | Position
}

/** Ops a host may send before the client asks for more. */
const CREDIT_OPS = 20_000

/** A space that a host keeps, reached over a Port: the journal of a window, or a follower of another journal. */
export class RemotePersistenceLayer implements Journal {
  readonly mode = 'two-way'
  readonly id: string
  readonly #options: RemoteOptions
  readonly #status = new Writable<LayerStatus>({ state: 'opening', pendingOps: 0, lastError: null })
  readonly #link: ClientLink
  readonly #pushes: PushQueue
  readonly #replies = new PendingReplies()
  #deliver: (batch: PackBatch) => void = () => undefined
  #summary: LogSummary = { logId: '', head: 0, opCount: 0, fingerprint: '0000000000000000', maxCounter: 0 }
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
    this.#link = new ClientLink(options, {
      onMessage: (message) => this.#receive(message),
      onLost: (detail) => this.#lost(detail),
    })
  }

  get status(): Readable<LayerStatus> {
    return this.#status
  }

  open(deliver: (batch: PackBatch) => void): Promise<LogSummary> {
    this.#deliver = deliver
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject }
      this.#link.start()
    })
  }

  summary(): LogSummary {
    return this.#summary
  }

  async *loadTree(treeId: TreeId): AsyncIterable<readonly Pack[]> {
    const request = this.#replies.stream()
    this.#ask({ kind: 'tree', space: this.#options.spaceId, request: request.id, treeId })
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

  append(packs: readonly Pack[]): void {
    this.#pushes.append(packs)
  }

  async flush(): Promise<Position> {
    if (this.#state === 'closed') throw new AppError({ code: 'closed' })
    await this.#pushes.flush()
    return this.#summary.head
  }

  readOutline(parentId: VertexId | null): Promise<readonly OutlineRow[]> {
    const request = this.#replies.single<readonly OutlineRow[]>()
    this.#ask({ kind: 'outline', space: this.#options.spaceId, request: request.id, parentId })
    return request.reply
  }

  loadSecrets(): Promise<readonly SecretRecord[]> {
    const request = this.#replies.single<readonly SecretRecord[]>()
    this.#ask({ kind: 'secrets', space: this.#options.spaceId, request: request.id })
    return request.reply
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    if (records.length > 0) this.#pushes.appendSecrets(records)
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return
    if (this.#state === 'ready') await this.#pushes.flush().catch(() => undefined)
    this.#state = 'closed'
    this.#link.close()
    this.#opening?.reject(new AppError({ code: 'closed' }))
    this.#opening = undefined
    this.#fail({ code: 'closed' })
    this.#tell()
  }

  #receive(message: HostMessage): void {
    if ('space' in message && message.space !== this.#options.spaceId) return
    switch (message.kind) {
      case 'welcome':
        this.#link.send({ kind: 'attach', space: this.#options.spaceId })
        break
      case 'attached':
        this.#attached(message.summary)
        break
      case 'ops':
        this.#take(message.packs, message.through, message.summary)
        break
      case 'ack':
        this.#summary = message.summary
        this.#pushes.acknowledge(message.batch)
        break
      case 'reject':
        this.#pushes.reject(message.batch, message.detail, message.final)
        break
      case 'tree':
        this.#replies.part(message.request, message.packs, message.isLast)
        break
      case 'page':
        this.#replies.resolve(message.request, message.page)
        break
      case 'outline':
        this.#replies.resolve(message.request, message.rows)
        break
      case 'secrets':
        this.#replies.resolve(message.request, message.records)
        break
      case 'trouble':
        this.#trouble = message.detail
        if (!message.isFailing) this.#pushes.retryHeld()
        this.#tell()
        break
      case 'error':
        this.#refused(message)
        break
      case 'pong':
        break
    }
  }

  #attached(summary: LogSummary): void {
    const isSameLog = summary.logId === this.#summary.logId && this.#through <= summary.head
    const isFirst = this.#opening !== undefined
    this.#summary = summary
    // A host that lost its log, or went back to an older one, is read from the start again: duplicates are dropped.
    if (isFirst) this.#through = this.#options.from === 'head' ? summary.head : this.#options.from
    else if (!isSameLog) this.#through = 0
    this.#state = 'ready'
    this.#owedCredit = 0
    this.#link.send({ kind: 'pull', space: this.#options.spaceId, after: this.#through, credit: CREDIT_OPS })
    this.#pushes.connected()
    this.#opening?.resolve(summary)
    this.#opening = undefined
    this.#tell()
  }

  #take(packs: readonly Pack[], through: Position, summary: LogSummary): void {
    this.#through = through
    this.#summary = summary
    if (packs.length > 0) this.#deliver({ origin: this.id, packs, through })
    this.#owedCredit += opCountOf(packs)
    if (this.#owedCredit < CREDIT_OPS / 2) return
    this.#link.send({ kind: 'pull', space: this.#options.spaceId, credit: this.#owedCredit })
    this.#owedCredit = 0
  }

  #refused({ request, detail }: Extract<HostMessage, { kind: 'error' }>): void {
    if (request !== undefined) {
      this.#replies.reject(request, detail)
      return
    }
    this.#trouble = detail
    if (this.#opening) {
      this.#opening.reject(new AppError(detail))
      this.#opening = undefined
      this.#state = 'closed'
      this.#link.close()
    }
    this.#tell()
  }

  /** Whoever asks while nobody is there hears so at once. */
  #ask(message: ClientMessage): void {
    if (this.#state === 'ready') this.#link.send(message)
    else if ('request' in message)
      this.#replies.reject(message.request, { code: this.#state === 'closed' ? 'closed' : 'disconnected' })
  }

  #lost(detail: ErrorDetail): void {
    if (this.#state === 'closed') return
    this.#state = this.#opening ? 'opening' : 'offline'
    this.#fail(detail)
    this.#tell(detail)
  }

  /** Whoever waits for an answer hears that none will come; what is unsaved stays queued. */
  #fail(detail: ErrorDetail): void {
    this.#replies.rejectAll(detail)
    this.#pushes.disconnected(detail)
  }

  #tell(reason: ErrorDetail | null = null): void {
    const lastError = this.#pushes.refusal ?? this.#trouble ?? reason
    const isFailing = this.#state === 'ready' && this.#pushes.refusal !== null
    this.#status.set({ state: isFailing ? 'failing' : this.#state, pendingOps: this.#pushes.pendingOps, lastError })
  }
}
