import { MemoryMedium, MemoryPersistenceLayer } from '../../src/core/persistence/MemoryPersistenceLayer'
import type { OpenSpace } from '../../src/core/space/OpenSpace'
import type { SpaceId } from '../../src/core/space/Space'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { SpaceHost } from '../../src/core/sync/SpaceHost'
import type { TestEnvironment } from '../../src/core/testing/TestEnvironment'

interface Process {
  readonly manager: SpaceManager
  readonly host: SpaceHost
  readonly kill: () => void
}

/** A main process with one space on a medium that outlives it, and a second layer that follows the journal. */
export class SimulatedMain {
  readonly journal: MemoryMedium
  readonly second: MemoryMedium
  spaceId: SpaceId = ''
  crashes = 0
  #process: Process | undefined
  #held: OpenSpace | undefined

  constructor(readonly world: TestEnvironment) {
    this.journal = new MemoryMedium(world)
    this.second = new MemoryMedium(world)
  }

  /** Undefined while the process is down. */
  get host(): SpaceHost | undefined {
    return this.#process?.host
  }

  get open(): OpenSpace | undefined {
    return this.#held
  }

  async createSpace(): Promise<void> {
    const { manager } = this.#start()
    this.#held = await this.world.settle(manager.createSpace({ name: 'Simulated', color: 'green', icon: '🌳' }))
    this.spaceId = this.#held.id
  }

  async start(): Promise<void> {
    if (this.#process) return
    const { manager } = this.#start()
    const opening = manager.openSpace(this.spaceId)
    // The medium may be broken just now: then the process runs without the space, as the app does, and tries again.
    this.#held = await this.world.settle(opening.catch(() => undefined))
    if (!this.#held) this.crash()
  }

  /** As if by kill -9: what is not on the medium is gone. */
  crash(): void {
    if (!this.#process) return
    this.crashes += 1
    this.#process.kill()
    this.#process = undefined
    this.#held = undefined
  }

  async stop(): Promise<void> {
    const process = this.#process
    if (!process) return
    await this.world.settle(process.host.close())
    await this.world.settle(process.manager.closeAll())
    this.#process = undefined
    this.#held = undefined
  }

  #start(): Process {
    const { environment, kill } = this.world.fork()
    const manager = new SpaceManager(environment, (spaceId) => {
      const journal = new MemoryPersistenceLayer(spaceId, this.journal, environment)
      const second = new MemoryPersistenceLayer(spaceId, this.second, environment, 'second')
      return { journal, followers: [second], memory: journal }
    })
    this.#process = { manager, host: new SpaceHost(manager), kill }
    return this.#process
  }
}
