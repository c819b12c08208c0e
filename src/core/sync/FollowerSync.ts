import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import { JournalFeed } from '../persistence/JournalFeed'
import type { CursorStore, FollowerCursor, PackBatch, PersistenceLayer } from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import type { OpenSpace } from '../space/OpenSpace'

export interface FollowerState {
  readonly state: 'opening' | 'catching-up' | 'in-step' | 'failing' | 'closed'
  /** True only when count and fingerprint of both sides were equal when last compared. */
  readonly isVerified: boolean
  readonly lastError: ErrorDetail | null
}

const PAGE_OPS = 1000
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 60_000

/** Keeps one layer in step with a space's journal, by position in both directions (architecture, section 5). */
export class FollowerSync {
  readonly #state = new Writable<FollowerState>({ state: 'opening', isVerified: false, lastError: null })
  #cursor: FollowerCursor
  #feed: JournalFeed
  #running: Promise<void> | undefined
  #isOpen = false
  #isClosed = false
  #isBehind = true
  #retryMs = FIRST_RETRY_MS
  #cancelRetry: Cancel | undefined
  #stopListening: Cancel | undefined

  constructor(
    readonly open: OpenSpace,
    readonly layer: PersistenceLayer,
    readonly cursors: CursorStore | undefined,
  ) {
    this.#cursor = { layerId: layer.id, logId: '', pulled: 0, pushed: 0 }
    this.#feed = new JournalFeed(open.journal, 0)
  }

  get state(): Readable<FollowerState> {
    return this.#state
  }

  start(): void {
    this.#stopListening = this.open.head.subscribe(() => this.#look())
    this.#look()
  }

  /** Resolves when the layer holds all the journal held at the call, or has failed to take it. */
  async settle(): Promise<void> {
    this.#look()
    while (this.#running) await this.#running
  }

  /** Gives the layer what the journal holds, as far as it takes it, then closes it. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#stopRetry()
    await this.settle()
    this.#isClosed = true
    this.#stopRetry()
    this.#stopListening?.()
    await this.layer.close()
    this.#state.set({ ...this.#state.current, state: 'closed' })
  }

  #look(): void {
    this.#isBehind = true
    if (this.#running || this.#isClosed || this.#cancelRetry) return
    this.#running = this.#catchUp().finally(() => {
      this.#running = undefined
      if (this.#isBehind && !this.#cancelRetry && !this.#isClosed) this.#look()
    })
  }

  async #catchUp(): Promise<void> {
    try {
      if (!this.#isOpen) await this.#openLayer()
      if (this.#state.current.state !== 'in-step') this.#tell('catching-up', null)
      await this.#push()
      this.#retryMs = FIRST_RETRY_MS
      this.#tell('in-step', null)
    } catch (error) {
      this.#tell('failing', AppError.detailOf(error))
      this.#retryLater()
    }
  }

  async #openLayer(): Promise<void> {
    const summary = await this.layer.open((batch) => this.#receive(batch))
    this.#isOpen = true
    const known = (await this.cursors?.loadCursors())?.find((cursor) => cursor.layerId === this.layer.id)
    const isValid = known?.logId === summary.logId && known.pulled <= summary.head
    this.#cursor = isValid ? known : { layerId: this.layer.id, logId: summary.logId, pulled: 0, pushed: 0 }
    this.#feed = new JournalFeed(this.open.journal, Math.min(this.#cursor.pushed, this.open.head.current))
    await this.#mergeSecrets()
    await this.#pull()
  }

  async #mergeSecrets(): Promise<void> {
    const fresh = this.open.secrets.merge(await this.layer.loadSecrets())
    this.open.journal.saveSecrets(fresh)
    this.layer.saveSecrets(this.open.secrets.records())
  }

  async #pull(): Promise<void> {
    for (;;) {
      const page = await this.layer.readSince(this.#cursor.pulled, PAGE_OPS)
      if (page.packs.length === 0) return
      await this.#take(page.packs, page.through)
    }
  }

  async #take(packs: PackBatch['packs'], through: number): Promise<void> {
    this.#feed.leaveOut(packs)
    this.open.append(packs)
    await this.open.journal.flush()
    this.#saveCursor({ ...this.#cursor, pulled: Math.max(through, this.#cursor.pulled) })
  }

  #receive({ packs, through }: PackBatch): void {
    // What could not be journalled stays unpulled: the cursor has not moved, and the journal retries by itself.
    this.#take(packs, through).catch((error: unknown) => this.#tell('failing', AppError.detailOf(error)))
  }

  async #push(): Promise<void> {
    this.#isBehind = false
    for (;;) {
      const feed = await this.#feed.next(PAGE_OPS)
      if (feed.packs.length > 0) {
        this.layer.append(feed.packs)
        try {
          await this.layer.flush()
        } catch (error) {
          this.#feed.seek(this.#cursor.pushed)
          throw error
        }
      }
      if (feed.through !== this.#cursor.pushed) this.#saveCursor({ ...this.#cursor, pushed: feed.through })
      if (feed.through >= feed.head) return
    }
  }

  #saveCursor(cursor: FollowerCursor): void {
    this.#cursor = cursor
    this.cursors?.saveCursor(cursor)
  }

  #stopRetry(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
  }

  #retryLater(): void {
    if (this.#isClosed) return
    const delayMs = this.#retryMs
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
    this.#cancelRetry = this.open.environment.timers.after(delayMs, () => {
      this.#cancelRetry = undefined
      this.#look()
    })
  }

  #tell(state: FollowerState['state'], lastError: ErrorDetail | null): void {
    const ours = this.open.journal.summary()
    const theirs = this.#isOpen ? this.layer.summary() : undefined
    const isVerified =
      state === 'in-step' && ours.opCount === theirs?.opCount && ours.fingerprint === theirs.fingerprint
    this.#state.set({ state, isVerified, lastError })
  }
}
