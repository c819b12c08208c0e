import { JournalFeed } from '../persistence/JournalFeed'
import type { Pack } from '../persistence/Pack'
import type { Journal, PersistenceLayer, Position } from '../persistence/PersistenceLayer'

const PAGE_OPS = 1000
/** Pages handed to the layer and not durable there yet. */
const MAX_UNDER_WAY = 8

/** Gives a layer what the journal holds, in the journal's order, a few pages ahead of what the layer has made durable. */
export class FollowerPush {
  readonly #feed: JournalFeed
  /** All through here is durable in the layer, or refused for good. */
  #durable: Position = 0

  constructor(
    readonly journal: Journal,
    readonly layer: PersistenceLayer,
    /** All through this position is durable in the layer, or refused for good. */
    readonly onDurable: (through: Position) => void,
  ) {
    this.#feed = new JournalFeed(journal, 0)
  }

  /** Begins after `position`. What the layer has accepted before stays its own to store. */
  seek(position: Position): void {
    this.#durable = Math.min(position, this.journal.summary().head)
    this.#feed.seek(this.#durable)
  }

  /** Packs that came from the layer itself. What came early is offered there once more if it may have been lost. */
  leaveOut(packs: readonly Pack[], isEarly: boolean): void {
    if (isEarly) this.#feed.leaveOutUntilSeek(packs)
    else this.#feed.leaveOut(packs)
  }

  /** Resolves when the layer has all the journal held at the last look; rejects when it does not take it now. */
  async run(): Promise<void> {
    // What a layer accepted it keeps and tries again by itself: it must not be given twice.
    if (this.#durable < this.#feed.through) await this.#settle(this.#feed.through)
    const underWay: Promise<unknown>[] = []
    let failure: { readonly error: unknown } | undefined
    while (!failure && this.#feed.through < this.journal.summary().head) {
      const { packs, through } = this.#feed.nextNow(PAGE_OPS) ?? (await this.#feed.next(PAGE_OPS))
      if (packs.length > 0) this.layer.append(packs)
      underWay.push(this.#settle(through).catch((error: unknown) => (failure ??= { error })))
      if (underWay.length >= MAX_UNDER_WAY) await underWay.shift()
    }
    await Promise.all(underWay)
    if (failure) throw failure.error
  }

  async #settle(through: Position): Promise<void> {
    await this.layer.flush()
    this.#durable = Math.max(this.#durable, through)
    this.onDurable(through)
  }
}
