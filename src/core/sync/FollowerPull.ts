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

  constructor(options: FollowerPullOptions) {
    this.#options = options
  }

  /** Whether the layer's log is still the one that was read as far as is remembered. */
  async isWhereItWas(): Promise<boolean> {
    const { cursor, layer } = this.#options
    const { logId, pulled, pulledKey } = cursor.current
    const { logId: logIdThere, head } = layer.summary()
    return logId === logIdThere && pulled <= head && (await this.#keyAt(pulled)) === pulledKey
  }

  /** Goes on from where it is remembered to be. A one-way layer is read to its end; a two-way one begins to deliver. */
  async begin(): Promise<void> {
    const { cursor, layer } = this.#options
    if (layer.mode === 'two-way') {
      layer.follow(cursor.current.pulled, true)
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
    // Also without packs: those that stand before this position may have come early, and be on their way in still.
    await intake.take(batch, (packs) => push.leaveOut(packs, batch.through === 0))
    cursor.pulledThrough(batch.through, batch.throughKey)
    onTaken()
  }

  async #keyAt(position: Position): Promise<string> {
    if (position === 0) return ''
    const [pack] = (await this.#options.layer.readSince(position - 1, 1)).packs
    return pack ? packKey(pack) : ''
  }
}
