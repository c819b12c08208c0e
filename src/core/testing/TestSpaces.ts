import { MemoryMedium } from '../persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../persistence/MemoryPersistenceLayer'
import type { PersistenceLayer } from '../persistence/PersistenceLayer'
import type { OpenSpace } from '../space/OpenSpace'
import type { Space, SpaceId } from '../space/Space'
import { SpaceManager } from '../space/SpaceManager'
import { ClientLink } from '../sync/ClientLink'
import { RemotePersistenceLayer } from '../sync/RemotePersistenceLayer'
import { SpaceHost } from '../sync/SpaceHost'
import { QueuedWire } from './QueuedWire'
import { TestEnvironment } from './TestEnvironment'

/** A process that keeps spaces in memory and serves them, and windows that attach to it: for tests of the core. */
export class TestSpaces {
  readonly environment: TestEnvironment
  readonly mediumById = new Map<SpaceId, MemoryMedium>()
  readonly manager: SpaceManager
  readonly host: SpaceHost
  readonly wires: QueuedWire[] = []
  readonly #windows: SpaceManager[] = []

  constructor(
    seed = 1,
    readonly followers: (spaceId: SpaceId) => readonly PersistenceLayer[] = () => [],
  ) {
    this.environment = new TestEnvironment(seed)
    this.manager = new SpaceManager(this.environment, (spaceId) => {
      const journal = new MemoryPersistenceLayer(spaceId, this.medium(spaceId), this.environment)
      return { journal, followers: this.followers(spaceId), memory: journal }
    })
    this.host = new SpaceHost(this.manager)
  }

  medium(spaceId: SpaceId): MemoryMedium {
    let medium = this.mediumById.get(spaceId)
    if (!medium) {
      medium = new MemoryMedium(this.environment)
      this.mediumById.set(spaceId, medium)
    }
    return medium
  }

  async create(): Promise<{ readonly open: OpenSpace; readonly space: Space }> {
    const open = await this.settle(this.manager.createSpace({ name: 'Test', color: 'green', icon: '🌳' }))
    return { open, space: await this.settle(open.space()) }
  }

  /** Another window of the space, with its own replica. */
  async window(
    spaceId: SpaceId,
  ): Promise<{ readonly open: OpenSpace; readonly space: Space; readonly wire: QueuedWire }> {
    const manager = new SpaceManager(this.environment, (id) => ({
      journal: new RemotePersistenceLayer({
        id: 'main',
        spaceId: id,
        link: new ClientLink({ connect: () => this.#connect(), environment: this.environment, name: 'test window' }),
      }),
    }))
    this.#windows.push(manager)
    const open = await this.settle(manager.openSpace(spaceId))
    const space = await this.settle(open.space())
    const wire = this.wires.at(-1)
    if (!wire) throw new Error('a window has a wire')
    return { open, space, wire }
  }

  #connect(): Promise<QueuedWire['client']> {
    const wire = new QueuedWire(this.environment.timers, this.environment.random)
    this.wires.push(wire)
    this.host.accept(wire.host)
    return Promise.resolve(wire.client)
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  /** Ends everything; afterwards no timer may be left. */
  async close(): Promise<void> {
    for (const manager of this.#windows) await this.settle(manager.closeAll())
    await this.settle(this.host.close())
    await this.settle(this.manager.closeAll())
    await this.environment.run(1000)
    if (this.environment.waiting > 0) throw new Error(`${this.environment.waiting} timers left`)
  }
}
