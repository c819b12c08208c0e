import { packKey, type Pack } from './Pack'
import { PackIdSet } from './PackIdSet'
import type { Journal, LogPage, Position } from './PersistenceLayer'

export interface Feed {
  readonly packs: readonly Pack[]
  readonly through: Position
  /** `packKey` of the pack at `through`, also when it was left out; '' when nothing was read. */
  readonly throughKey: string
  readonly head: Position
}

/** Pages without anything for the reader that are read in one go: it is told less often, and does not fall behind. */
const MAX_PASSED_BY = 8

/**
 * Reads a journal in its order for one reader, leaving out what that reader wrote itself. Everyone who follows a journal
 * (a window, another machine, another layer, a live space) follows it this way: by one position.
 */
export class JournalFeed {
  #through: Position
  #seeks = 0
  readonly #own = new PackIdSet()
  /** Left out only as long as the reader goes on from where it is. */
  readonly #given = new PackIdSet()

  constructor(
    readonly journal: Pick<Journal, 'status' | 'readSince' | 'readNow'>,
    after: Position,
  ) {
    this.#through = after
  }

  get through(): Position {
    return this.#through
  }

  seek(after: Position): void {
    this.#through = after
    this.#seeks += 1
    this.#given.clear()
  }

  /** The reader's own packs, which it need not be told of. */
  leaveOut(packs: readonly Pack[]): void {
    this.#own.addAll(packs)
  }

  /** Packs that went by another way, for sure only if nothing ends before they come up here: `seek` includes them again. */
  leaveOutUntilSeek(packs: readonly Pack[]): void {
    this.#given.addAll(packs)
  }

  /** The next packs, at most about `limitOps` ops; none when `through` has reached `head`. */
  async next(limitOps: number): Promise<Feed> {
    const seeks = this.#seeks
    const page = await this.journal.readSince(this.#through, limitOps)
    // Sent elsewhere while it was reading: that place counts, not the one it would have come to.
    if (seeks !== this.#seeks) return this.next(limitOps)
    return this.#read(page)
  }

  /** The same without waiting, where the journal can. Goes on to where there is something for the reader, within reason. */
  nextNow(limitOps: number): Feed | undefined {
    for (let pages = 1; ; pages++) {
      const page = this.journal.readNow(this.#through, limitOps)
      const feed = page && this.#read(page)
      if (!feed || feed.packs.length > 0 || feed.through >= feed.head || pages === MAX_PASSED_BY) return feed
    }
  }

  #read(page: LogPage): Feed {
    this.#through = page.through
    const packs = this.#leavesOut ? this.#leftOf(page.packs) : page.packs
    if (this.#leavesOut && page.through >= page.head && this.journal.status.current.pendingOps === 0) {
      // What the journal knew before never comes up: its ids would stay for ever.
      this.#own.clear()
      this.#given.clear()
    }
    const last = page.packs.at(-1)
    return { packs, through: page.through, throughKey: last ? packKey(last) : '', head: page.head }
  }

  get #leavesOut(): boolean {
    return this.#own.size > 0 || this.#given.size > 0
  }

  #leftOf(packs: readonly Pack[]): readonly Pack[] {
    if (this.#own.size === 0) return this.#given.takeOut(packs)
    if (this.#given.size === 0) return this.#own.takeOut(packs)
    return packs.filter((pack) => {
      const isOwn = this.#own.delete(pack)
      return !this.#given.delete(pack) && !isOwn
    })
  }
}
