import { AppError } from '../AppError'
import type { Environment } from '../environment'
import type { SpaceLook } from './Entry'
import { OpenSpace, type SpaceConnection } from './OpenSpace'
import { newSpaceId, type SpaceId } from './Space'

/** Makes the layers of a space. `create`: the space does not exist yet and its store is to be made. */
export type Connect = (spaceId: SpaceId, mode: 'open' | 'create') => SpaceConnection | Promise<SpaceConnection>

interface Held {
  readonly connecting: Promise<SpaceConnection>
  readonly opening: Promise<OpenSpace>
  isOpen: boolean
  users: number
}

/**
 * The spaces that are open in this process. The same class in a window, the main process, the command line and the
 * tests: what differs is only the layers `connect` makes.
 */
export class SpaceManager {
  readonly #heldById = new Map<SpaceId, Held>()
  readonly #closing = new Map<SpaceId, Promise<void>>()

  constructor(
    readonly environment: Environment,
    readonly connect: Connect,
  ) {}

  get openIds(): SpaceId[] {
    return [...this.#heldById.keys()]
  }

  /** Resolves when the new space is durable. Counts as one `openSpace`. */
  async createSpace(look: SpaceLook): Promise<OpenSpace> {
    const id = newSpaceId(this.environment)
    const held = this.#hold(id, 'create')
    const open = await held.opening
    try {
      open.createSpace(look)
      await open.flush()
    } catch (error) {
      await this.closeSpace(id)
      throw error
    }
    return open
  }

  /** A place here for a space that exists elsewhere: empty until a layer fills it. Counts as one `openSpace`. */
  async adoptSpace(id: SpaceId): Promise<OpenSpace> {
    await this.#closing.get(id)
    if (this.#heldById.has(id)) throw new AppError({ code: 'space-exists', space: id })
    return this.#hold(id, 'create').opening
  }

  /** The same object for everyone who has it open. Pair each call that resolves with one `closeSpace`. */
  async openSpace(id: SpaceId): Promise<OpenSpace> {
    await this.#closing.get(id)
    return (this.#heldById.get(id) ? this.#join(id) : this.#hold(id, 'open')).opening
  }

  /** Flushes and closes when the last user has gone. */
  async closeSpace(id: SpaceId): Promise<void> {
    const held = this.#heldById.get(id)
    if (!held) return
    held.users -= 1
    if (held.users > 0) return
    await this.#close(id, held)
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#heldById].map(([id, held]) => this.#close(id, held)))
    await Promise.all(this.#closing.values())
  }

  #join(id: SpaceId): Held {
    const held = this.#heldById.get(id)
    if (!held) throw new AppError({ code: 'space-missing', space: id })
    held.users += 1
    return held
  }

  #hold(id: SpaceId, mode: 'open' | 'create'): Held {
    const connecting = (async () => this.connect(id, mode))()
    const opening = connecting.then((connection) => OpenSpace.open(id, this.environment, connection))
    const held: Held = { connecting, opening, isOpen: false, users: 1 }
    this.#heldById.set(id, held)
    opening.then(
      () => {
        held.isOpen = true
      },
      () => {
        if (this.#heldById.get(id) === held) this.#heldById.delete(id)
      },
    )
    return held
  }

  async #close(id: SpaceId, held: Held): Promise<void> {
    this.#heldById.delete(id)
    // A journal whose host never answers would keep its opening, and so the closing, waiting for ever.
    if (!held.isOpen) {
      held.connecting.then(
        (connection) => connection.journal.close(),
        () => undefined,
      )
    }
    const closing = held.opening
      .then(
        (open) => open.close(),
        () => undefined,
      )
      .finally(() => this.#closing.delete(id))
    this.#closing.set(id, closing)
    await closing
  }
}
