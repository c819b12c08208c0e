import type { Cancel, Timers } from '../environment'
import { nextTurn } from '../nextTurn'
import { JournalFeed } from '../persistence/JournalFeed'
import type { Pack } from '../persistence/Pack'
import type { Journal, PersistenceLayer, Position, WrittenLog } from '../persistence/PersistenceLayer'

const PAGE_OPS = 1000
/** Half a page each: the first is with those who read it while the second is on its way. */
const AHEAD_OPS = [PAGE_OPS / 2, PAGE_OPS / 2] as const
/** Pages handed to the layer and not durable there yet. */
const MAX_UNDER_WAY = 8

/**
 * Gives a layer what the journal holds, in the journal's order, a few pages ahead of what the layer has made durable. One that
 * others follow, too, gets it as soon as it is written here, while this disk still syncs it (SPEC SP42).
 */
export class FollowerPush {
  readonly #feed: JournalFeed
  readonly #written: WrittenLog | null
  /** All through here is durable in the layer, or refused for good. */
  #durable: Position = 0
  /** A page was given ahead of the opening. */
  #isAhead = false

  constructor(
    readonly journal: Journal,
    readonly layer: PersistenceLayer,
    /** All through this position is durable in the layer, or refused for good. */
    readonly onDurable: (through: Position) => void,
    readonly timers: Timers,
  ) {
    this.#written = layer.mode === 'two-way' ? journal.written : null
    this.#feed = new JournalFeed(this.#written ?? journal, 0)
  }

  /** Calls back when there is something to give that the journal does not call durable yet. */
  onWritten(listener: () => void): Cancel {
    return this.#written?.head.subscribe(listener) ?? (() => undefined)
  }

  /**
   * Resolves with the opening of a layer. While a connection is made there is time to make ready the page after `position`, which
   * the layer sends with the first it may: whatever log it turns out to have, that is still to be given to it.
   */
  async openWith(opening: Promise<unknown>, position: Position): Promise<void> {
    // Told by the end of this, also when it fails while others have their turn.
    opening.catch(() => undefined)
    await nextTurn(this.timers)
    this.#giveAhead(position)
    await opening
  }

  /** Begins after `position`. What the layer has accepted before stays its own to store. */
  seek(position: Position): void {
    const durable = Math.min(position, this.journal.summary().head)
    if (this.#isAhead && durable === this.#durable) return
    this.#isAhead = false
    this.#durable = durable
    this.#feed.seek(durable)
  }

  /** Packs that came from the layer itself. What came early is offered there once more if it may have been lost. */
  leaveOut(packs: readonly Pack[], isEarly: boolean): void {
    if (isEarly) this.#feed.leaveOutUntilSeek(packs)
    else this.#feed.leaveOut(packs)
  }

  /** Resolves when layer and journal have made durable all there was at the last look; rejects when one does not now. */
  async run(): Promise<void> {
    // What a layer accepted it keeps and tries again by itself: it must not be given twice.
    if (this.#durable < this.#feed.through && !this.#isAhead) await this.#settle(this.#feed.through)
    const underWay: Promise<unknown>[] = []
    let failure: { readonly error: unknown } | undefined
    const wait = (through: Position): void => {
      underWay.push(this.#settle(through).catch((error: unknown) => (failure ??= { error })))
    }
    if (this.#isAhead) wait(this.#feed.through)
    this.#isAhead = false
    while (!failure && this.#feed.through < this.#head) {
      const { packs, through } = this.#feed.nextNow(PAGE_OPS) ?? (await this.#feed.next(PAGE_OPS))
      if (packs.length > 0) this.layer.append(packs)
      wait(through)
      if (underWay.length >= MAX_UNDER_WAY) await underWay.shift()
    }
    await Promise.all(underWay)
    if (failure) throw failure.error
    // At its end, with nothing pending, the feed forgets what it was to leave out and never met.
    if (this.#written && this.#feed.through >= this.#head) this.#feed.nextNow(1)
  }

  get #head(): Position {
    return this.#written?.head.current ?? this.journal.summary().head
  }

  #giveAhead(position: Position): void {
    // What it was given before it has still.
    if (this.layer.mode === 'one-way' || this.#feed.through > this.#durable) return
    this.seek(position)
    for (const limitOps of AHEAD_OPS) {
      const packs = this.#feed.nextNow(limitOps)?.packs ?? []
      if (packs.length === 0) return
      this.#isAhead = true
      this.layer.append(packs)
    }
  }

  async #settle(through: Position): Promise<void> {
    await this.layer.flush()
    // What this disk has not is not given by this journal: after a power cut its position may be another pack's.
    if (through > this.journal.summary().head) await this.journal.flush()
    this.#durable = Math.max(this.#durable, through)
    this.onDurable(through)
  }
}
