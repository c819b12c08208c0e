import type { SpaceId } from '../space/Space'
import type { TreeId } from '../tree/ops'
import { MAX_INTEREST, type ClientMessage } from './messages'

/** Which trees a client wants packs of, and that its host knows it. */
export class RemoteInterest {
  readonly #space: SpaceId
  readonly #send: (message: ClientMessage) => void
  /** Null: of all. */
  #treeIds: TreeId[] | null = null
  #isHeard = false

  constructor(space: SpaceId, send: (message: ClientMessage) => void) {
    this.#space = space
    this.#send = send
  }

  attend(treeIds: readonly TreeId[]): void {
    this.#treeIds = treeIds.length > MAX_INTEREST ? null : [...treeIds]
    if (this.#isHeard) this.#tell()
  }

  /** A session of the host that knows nothing of it yet: to be called before that is asked for anything. */
  attached(takesInterest: boolean): void {
    this.#isHeard = takesInterest
    if (takesInterest && this.#treeIds) this.#tell()
  }

  #tell(): void {
    this.#send({ kind: 'interest', space: this.#space, treeIds: this.#treeIds })
  }
}
