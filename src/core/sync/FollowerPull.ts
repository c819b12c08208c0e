import { packKey } from '../persistence/Pack'
import type { PackBatch, PersistenceLayer, Position } from '../persistence/PersistenceLayer'
import type { CursorKeeper } from './CursorKeeper'
import type { FollowerIntake } from './FollowerIntake'
import type { FollowerPush } from './FollowerPush'

const PAGE_OPS = 1000

export interface FollowerPullOptions {
  readonly layer: PersistenceLayer
  readonly cursor: CursorKeeper
  readonly intake: FollowerIntake
  /** Is not to give back what came from the layer. */
  readonly push: FollowerPush
  /** Something came in, and is durable in the journal. */
  readonly onTaken: () => void
}

/** Takes what a layer holds into the journal, in the layer's order, and remembers how far that is. */
export class FollowerPull {
  readonly #options: FollowerPullOptions
  /** What was asked for before it was known whether it follows what was read. */
  #ahead: { readonly isNext: Promise<boolean>; readonly settle: (isNext: boolean) => void } | undefined

  /** Counts how often positions became void: what came before that moves none of those after it, however late it is taken. */
  #beginnings = 0

  constructor(options: FollowerPullOptions) {
    this.#options = options
  }

  /**
   * Finds out whether positions still mean what they meant; if not, they are void. A two-way layer is asked for what follows at once, to
   * save a way there and back: it is taken after `begin`, and only if it follows.
   */
  async meet(): Promise<void> {
    const { cursor, layer } = this.#options
    const { logId, pulled, pulledKey } = cursor.current
    const { logId: logIdThere, head } = layer.summary()
    this.#settle(false)
    if (logId !== logIdThere || pulled > head) {
      this.#startOver(logIdThere)
      return
    }
    const key = this.#keyAt(pulled)
    if (layer.mode === 'two-way') this.#askAhead(pulled)
    if ((await key) === pulledKey) return
    this.#settle(false)
    this.#startOver(logIdThere)
  }

  /** Goes on from where it is remembered to be. A one-way layer is read to its end; a two-way one begins to deliver. */
  async begin(): Promise<void> {
    const { cursor, layer } = this.#options
    if (layer.mode === 'two-way') {
      if (!this.#settle(true)) layer.follow(cursor.current.pulled, true)
      return
    }
    for (;;) {
      const page = await layer.readSince(cursor.current.pulled, PAGE_OPS)
      const last = page.packs.at(-1)
      if (page.through <= cursor.current.pulled) return
      await this.take({ packs: page.packs, through: page.through, throughKey: last ? packKey(last) : '' })
    }
  }

  /** What a one-way layer holds beyond what was read is what it was just given. */
  async followOneWay(): Promise<void> {
    const { cursor, layer } = this.#options
    const { head } = layer.summary()
    if (layer.mode === 'two-way' || head === cursor.current.pulled) return
    cursor.pulledThrough(head, await this.#keyAt(head))
  }

  /** Resolves when it is durable in the journal; rejects when it is not, and the position stays where it was. */
  async take(batch: Pick<PackBatch, 'packs' | 'through' | 'throughKey'>): Promise<void> {
    const { cursor, intake, push, onTaken } = this.#options
    const beginnings = this.#beginnings
    // What came of another log comes again, from its beginning.
    if (this.#ahead && !(await this.#ahead.isNext)) return
    // Also without packs: those that stand before this position may have come early, and be on their way in still.
    await intake.take(batch, (packs) => push.leaveOut(packs, batch.through === 0))
    // A person may have been asked first, and the log have become another meanwhile.
    if (beginnings === this.#beginnings) cursor.pulledThrough(batch.through, batch.throughKey)
    onTaken()
  }

  #startOver(logId: string): void {
    this.#beginnings += 1
    this.#options.cursor.startOver(logId)
  }

  #askAhead(after: Position): void {
    let settle: (isNext: boolean) => void = () => undefined
    const isNext = new Promise<boolean>((resolve) => {
      settle = resolve
    })
    this.#ahead = { isNext, settle }
    this.#options.layer.follow(after, true)
  }

  /** True when something was asked for ahead. */
  #settle(isNext: boolean): boolean {
    const ahead = this.#ahead
    this.#ahead = undefined
    ahead?.settle(isNext)
    return ahead !== undefined
  }

  async #keyAt(position: Position): Promise<string> {
    if (position === 0) return ''
    const [pack] = (await this.#options.layer.readSince(position - 1, 1)).packs
    return pack ? packKey(pack) : ''
  }
}
