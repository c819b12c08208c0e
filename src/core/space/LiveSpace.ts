import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel, Environment } from '../environment'
import { JournalFeed } from '../persistence/JournalFeed'
import type { Pack } from '../persistence/Pack'
import { packOps, unpackOps } from '../persistence/packBody'
import type { Journal, LayerStatus, Position } from '../persistence/PersistenceLayer'
import type { Readable } from '../Readable'
import type { TreeId, TreeOp } from '../tree/ops'
import { Arrivals } from './Arrivals'
import { loadSnapshot } from './loadSnapshot'
import { Space, type SpaceId } from './Space'
import type { TreeSource } from './TreeFilling'

export interface LiveSpaceOptions {
  readonly id: SpaceId
  readonly journal: Journal
  readonly environment: Environment
  /** Takes the packs of one frame. */
  readonly send: (packs: readonly Pack[]) => void
  /** Called when there is or was something unsent. */
  readonly onUnsent: () => void
  /** A pack that could not be understood or sent. */
  readonly onProblem: (problem: ErrorDetail, isUnsavable: boolean) => void
}

const FEED_OPS = 1000

/**
 * A Space and its journal, joined: loads trees from it, sends what is written here to it once per turn, and merges what
 * others wrote. Exists only where someone looks at the space; hosts that only pass packs on have none.
 */
export class LiveSpace {
  readonly space: Space
  readonly #options: LiveSpaceOptions
  /** Only for one-way journals: others deliver by themselves. */
  readonly #feed: JournalFeed | undefined
  readonly #arrivals: Arrivals
  #cancelTurn: Cancel | undefined
  #feeding: Promise<void> | undefined
  /** The journal has committed through here. */
  #head: Position = 0

  /** `make` creates the space's first ops; without it the space is empty until `load`. */
  constructor(options: LiveSpaceOptions, make?: (onLocalOps: () => void) => Space) {
    this.#options = options
    const onLocalOps = (): void => this.#unsent()
    this.space = make?.(onLocalOps) ?? new Space(options.id, options.environment, this.readTree, onLocalOps)
    if (options.journal.mode === 'one-way')
      this.#feed = new JournalFeed(options.journal, options.journal.summary().head)
    this.#arrivals = new Arrivals(options.environment, (packs) => this.#merge(packs))
  }

  /** One tree from the journal: its snapshot, and what the log has after it. */
  readonly readTree: TreeSource = (treeId, load) => this.#readTree(treeId, load)

  async *#readTree(treeId: TreeId, load: (packed: Uint8Array) => Promise<void>): AsyncIterable<readonly TreeOp[]> {
    const { journal } = this.#options
    // The last ops of a tree that was just let go may still wait here for the end of the turn.
    this.sendNow()
    journal.attend([...new Set([this.space.id, ...this.space.appTrees.ids, treeId])])
    // Taken before the question: what becomes durable meanwhile is in the answer, what does not is here.
    const pending = journal.pendingOf(treeId)
    const through = await loadSnapshot(journal, treeId, load)
    yield this.#understood(pending)
    for (let isRead = false; !isRead;) {
      try {
        for await (const packs of journal.loadTree(treeId, through)) yield this.#understood(packs)
        isRead = true
      } catch (error) {
        if (AppError.detailOf(error).code !== 'disconnected') throw error
        // Whoever keeps the journal has gone, as a browser's worker may at any time: the next one has the tree, too.
        await untilBack(journal.status)
      }
    }
  }

  /** Fills the space tree. */
  load(): Promise<void> {
    return this.space.fill()
  }

  get hasUnsent(): boolean {
    return this.space.hasLocalOps
  }

  /** Packs that others wrote; trees nobody has open ignore theirs. Resolves when they are in. */
  merge(packs: readonly Pack[]): Promise<void> {
    return this.#arrivals.take(packs)
  }

  #merge(packs: readonly Pack[]): void {
    const opsByTree = new Map<TreeId, TreeOp[]>()
    for (const pack of packs) {
      if (pack.treeId !== this.space.id && !this.space.appTrees.inUse(pack.treeId)) continue
      const ops = this.#understood([pack])
      const known = opsByTree.get(pack.treeId)
      if (known) known.push(...ops)
      else opsByTree.set(pack.treeId, [...ops])
    }
    for (const [treeId, ops] of opsByTree) this.space.merge(treeId, ops)
  }

  /** A one-way journal has committed through `head`: merges what came from elsewhere. */
  async follow(head: Position): Promise<void> {
    const feed = this.#feed
    if (!feed) return
    // In the turn of the commit, as far as one page goes: more would keep everyone else waiting.
    const page = this.#feeding ? undefined : feed.nextNow(FEED_OPS)
    if (page) this.#merge(page.packs)
    this.#head = Math.max(this.#head, head)
    if (feed.through < head)
      this.#feeding ??= this.#readOn(feed).finally(() => {
        this.#feeding = undefined
      })
    await this.#feeding
  }

  /** Sends what was written here and not sent yet, without waiting for the end of the turn. */
  sendNow(): void {
    this.#cancelTurn?.()
    this.#cancelTurn = undefined
    const packs: Pack[] = []
    for (const { treeId, ops } of this.space.takeLocalOps()) {
      try {
        packs.push(...packOps(treeId, ops))
      } catch (error) {
        this.#options.onProblem(AppError.detailOf(error), true)
      }
    }
    if (packs.length > 0) {
      this.#feed?.leaveOut(packs)
      this.#options.send(packs)
    }
    this.#options.onUnsent()
  }

  dispose(): void {
    this.#arrivals.stop()
    this.space.dispose()
    this.sendNow()
  }

  #unsent(): void {
    this.#cancelTurn ??= this.#options.environment.timers.defer(() => this.sendNow())
    this.#options.onUnsent()
  }

  async #readOn(feed: JournalFeed): Promise<void> {
    while (feed.through < this.#head) this.#merge((await feed.next(FEED_OPS)).packs)
  }

  #understood(packs: readonly Pack[]): readonly TreeOp[] {
    return packs.flatMap((pack) => {
      try {
        return unpackOps(pack)
      } catch (error) {
        this.#options.onProblem(AppError.detailOf(error), false)
        return []
      }
    })
  }
}

/** Resolves when a journal answers again, or never will. */
function untilBack(status: Readable<LayerStatus>): Promise<void> {
  const isBack = ({ state }: LayerStatus): boolean => state === 'ready' || state === 'failing' || state === 'closed'
  if (isBack(status.current)) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = status.subscribe((now) => {
      if (!isBack(now)) return
      stop()
      resolve()
    })
  })
}
