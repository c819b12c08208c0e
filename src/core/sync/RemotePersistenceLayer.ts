import { AppError, type ErrorDetail } from '../AppError'
import type { RangeAnswer } from '../persistence/compareRanges'
import type { OutlineRow } from '../persistence/outline/Outline'
import type { Pack, PackId } from '../persistence/Pack'
import type {
  Deliver,
  Journal,
  LayerStatus,
  LogPage,
  LogSummary,
  Position,
  RefusedPack,
  StoredSnapshot,
} from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import type { SecretRecord } from '../space/Secrets'
import type { TreeId, VertexId } from '../tree/ops'
import { withinTime } from '../withinTime'
import type { Role } from './Gate'
import type { ClientMessage, HostMessage } from './messages'
import { PushQueue } from './PushQueue'
import { RemoteAttachment, type RemoteOptions } from './RemoteAttachment'
import { RemoteInterest } from './RemoteInterest'
import { RemotePresence } from './RemotePresence'
import { RemoteQuestions } from './RemoteQuestions'
import { RemoteStream } from './RemoteStream'

const CLOSE_MS = 5000

/** A space that a host keeps, reached over a link: the journal of a window, or a follower of another journal. */
export class RemotePersistenceLayer implements Journal {
  readonly mode = 'two-way'
  readonly written = null
  readonly paceMs = 0
  readonly id: string
  readonly presence: RemotePresence
  readonly #options: RemoteOptions
  readonly #status = new Writable<LayerStatus>({ state: 'opening', pendingOps: 0, lastError: null })
  readonly #pushes: PushQueue
  readonly #stream: RemoteStream
  readonly #questions: RemoteQuestions
  readonly #attachment: RemoteAttachment
  readonly #interest: RemoteInterest
  #summary: LogSummary = { logId: '', head: 0, opCount: 0, fingerprint: '0000000000000000', maxCounter: 0 }
  #trouble: ErrorDetail | null = null

  constructor(options: RemoteOptions) {
    this.id = options.id
    this.#options = options
    this.#attachment = new RemoteAttachment(options, {
      onMessage: (message) => this.#receive(message),
      onGone: (detail) => this.#gone(detail),
    })
    const send = (message: ClientMessage): void => this.#attachment.send(message)
    this.#pushes = new PushQueue(options.spaceId, send, () => this.#tell())
    this.#stream = new RemoteStream(options.id, options.spaceId, send)
    this.#interest = new RemoteInterest(options.spaceId, send)
    this.#questions = new RemoteQuestions(options.spaceId, (question) => this.#ask(question))
    this.presence = new RemotePresence((note) => send({ kind: 'presence', space: options.spaceId, ...note }))
  }

  get status(): Readable<LayerStatus> {
    return this.#status
  }

  /** What this client may do there; null until it was let in. */
  get role(): Role | null {
    return this.#attachment.role
  }

  /** May be called again after it was refused. */
  open(deliver: Deliver): Promise<LogSummary> {
    this.#stream.deliverTo(deliver)
    return this.#attachment.open()
  }

  /** To be called again whenever the layer has become ready: only the caller knows whether its position still holds. */
  follow(after: Position, takesEarly = false): void {
    if (this.#attachment.state === 'ready') this.#stream.follow(after, takesEarly)
  }

  summary(): LogSummary {
    return this.#summary
  }

  loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    return this.#questions.tree(treeId, after)
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#pushes.pendingOf(treeId)
  }

  readSince(position: Position, limitOps: number): Promise<LogPage> {
    return this.#questions.page(position, limitOps)
  }

  readNow(): undefined {
    // The host knows.
  }

  compare(prefix: string): Promise<RangeAnswer> {
    return this.#questions.compare(prefix)
  }

  fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    return this.#questions.fetch(ids)
  }

  append(packs: readonly Pack[]): void {
    this.#pushes.append(packs)
  }

  async flush(): Promise<Position> {
    if (this.#attachment.state === 'closed') throw new AppError({ code: 'closed' })
    await this.#pushes.flush()
    await this.#stream.settled()
    return this.#summary.head
  }

  takeRefused(): readonly RefusedPack[] {
    return this.#pushes.takeRefused()
  }

  attend(treeIds: readonly TreeId[]): void {
    this.#interest.attend(treeIds)
  }

  readOutline(parentId: VertexId | null): AsyncIterable<readonly OutlineRow[]> {
    return this.#questions.outline(parentId)
  }

  /** Only of a host that is of our own processes. */
  async loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    return this.#attachment.givesSnapshots ? this.#questions.snapshot(treeId) : undefined
  }

  dropSnapshot({ treeId, through }: Pick<StoredSnapshot, 'treeId' | 'through'>): Promise<void> {
    if (this.#attachment.givesSnapshots)
      this.#attachment.send({ kind: 'dropSnapshot', space: this.#options.spaceId, treeId, through })
    return Promise.resolve()
  }

  /** The host's business. */
  saveSnapshot(): Promise<void> {
    return Promise.resolve()
  }

  loadSecrets(): Promise<readonly SecretRecord[]> {
    return this.#questions.secrets()
  }

  /** A viewer keeps its own to itself. */
  saveSecrets(records: readonly SecretRecord[]): void {
    if (records.length > 0 && this.role !== 'viewer') this.#pushes.appendSecrets(records)
  }

  async close(): Promise<void> {
    if (this.#attachment.state === 'closed') return
    // A host that does not answer keeps nobody from closing.
    const { timers } = this.#options.link.options.environment
    if (this.#attachment.state === 'ready') await withinTime(timers, CLOSE_MS, this.#pushes.flush())
    this.#attachment.close()
  }

  #receive(message: HostMessage): void {
    switch (message.kind) {
      case 'attached':
        this.#attached(message)
        break
      case 'detached':
        this.#attachment.refused(message.detail)
        break
      case 'ops':
        this.#summary = message.summary
        this.#stream.take(message)
        break
      case 'early':
        this.#stream.takeEarly(message)
        break
      case 'ack':
        this.#summary = message.summary
        this.#pushes.acknowledge(message.batch, message.refused)
        break
      case 'reject':
        this.#pushes.reject(message.batch, message.detail)
        break
      case 'tree':
      case 'snapshot':
      case 'page':
      case 'range':
      case 'outline':
        this.#questions.answered(message)
        break
      case 'secrets':
        if (message.request > 0) this.#questions.answered(message)
        else this.#stream.takeSecrets(message.records)
        break
      case 'presence':
        this.presence.heard(message)
        break
      case 'trouble':
        this.#trouble = message.detail
        if (!message.isFailing) this.#pushes.retryHeld()
        this.#tell()
        break
      case 'error':
        if (message.request !== undefined) this.#questions.reject(message.request, message.detail)
        else this.#trouble = message.detail
        this.#tell()
        break
      case 'welcome':
      case 'pong':
        break
    }
  }

  #attached(message: Extract<HostMessage, { kind: 'attached' }>): void {
    if (!this.#attachment.attached(message)) return
    this.#summary = message.summary
    // Before whoever opened it asks for anything.
    this.#interest.attached(message.takesInterest === true)
    this.#trouble = null
    this.#pushes.connected()
    this.#tell()
  }

  /** Whoever asks while nobody is there hears so at once. */
  #ask(message: ClientMessage & { readonly request: number }): void {
    const { state } = this.#attachment
    if (state === 'ready') this.#attachment.send(message)
    else this.#questions.reject(message.request, { code: state === 'closed' ? 'closed' : 'disconnected' })
  }

  #gone(detail: ErrorDetail): void {
    this.#questions.rejectAll(detail)
    this.#pushes.disconnected(detail)
    this.#stream.disconnected(detail)
    this.#tell(detail)
  }

  #tell(reason: ErrorDetail | null = null): void {
    const lastError = this.#pushes.refusal ?? this.#trouble ?? reason
    const { state } = this.#attachment
    const isFailing = state === 'ready' && this.#pushes.refusal !== null
    this.#status.set({ state: isFailing ? 'failing' : state, pendingOps: this.#pushes.pendingOps, lastError })
  }
}
