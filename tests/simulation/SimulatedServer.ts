import { MemoryMedium } from '../../src/core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../src/core/persistence/MemoryPersistenceLayer'
import { MemoryDisk } from '../../src/core/persistence/MemoryDisk'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import type { Gate } from '../../src/core/sync/Gate'
import { SpaceHost } from '../../src/core/sync/SpaceHost'
import { QueuedWire } from '../../src/core/testing/QueuedWire'
import type { TestEnvironment } from '../../src/core/testing/TestEnvironment'

const SYNC_MS = 60

/** A sync server: one sealed space on a medium that outlives its process, and that can be lost or go back in time. */
export class SimulatedServer {
  medium: MemoryMedium
  crashes = 0
  #older: MemoryMedium | undefined
  readonly #wires = new Set<QueuedWire>()
  #process: { readonly host: SpaceHost; readonly manager: SpaceManager; readonly kill: () => void } | undefined

  constructor(
    readonly url: string,
    readonly world: TestEnvironment,
    readonly keyId: string,
  ) {
    this.medium = syncing(new MemoryMedium(world), world, SYNC_MS)
    this.start()
  }

  /** Undefined while the server is down. */
  connect(): QueuedWire['client'] | undefined {
    if (!this.#process) return undefined
    const weather = { maxDelayMs: 80, duplicates: 0.01, swaps: 0.005 }
    const wire = new QueuedWire(this.world.timers, this.world.random, weather)
    this.#wires.add(wire)
    wire.host.onClose(() => this.#wires.delete(wire))
    this.#process.host.accept(wire.host)
    return wire.client
  }

  start(): void {
    if (this.#process) return
    const { environment, kill } = this.world.fork()
    const manager = new SpaceManager(environment, (spaceId) => ({
      journal: new MemoryPersistenceLayer(spaceId, this.medium, environment, 'journal', true),
    }))
    this.#process = { manager, host: new SpaceHost(manager, sealedWith(this.keyId)), kill }
  }

  /** As if by kill -9. */
  crash(): void {
    if (!this.#process) return
    this.crashes += 1
    this.#process.kill()
    this.#process = undefined
    for (const wire of [...this.#wires]) wire.cut()
  }

  /** What its disk had not synced goes, too. */
  cutPower(): void {
    this.crash()
    this.medium.disk?.cutPower((unsynced) => this.world.random.integer(unsynced + 1))
  }

  async stop(): Promise<void> {
    const process = this.#process
    if (!process) return
    await this.world.settle(process.host.close())
    await this.world.settle(process.manager.closeAll())
    this.#process = undefined
  }

  /** Somebody copies the database away ... */
  copyDatabase(): void {
    this.#older = copyOf(this.medium, this.world)
  }

  /** ... and puts the copy back, under the same log id, while the server is down. */
  putBackOlderDatabase(): void {
    this.crash()
    if (this.#older) this.medium = syncing(copyOf(this.#older, this.world), this.world, SYNC_MS)
  }

  loseDatabase(): void {
    this.crash()
    this.medium = syncing(new MemoryMedium(this.world), this.world, SYNC_MS)
  }
}

/** What is written to it is durable after a while, so that machines hold packs which others have passed on and may lose. */
export function syncing(medium: MemoryMedium, world: TestEnvironment, maxSyncMs: number): MemoryMedium {
  medium.disk = new MemoryDisk(medium, () => world.random.integer(maxSyncMs))
  return medium
}

export function copyOf(medium: MemoryMedium, world: TestEnvironment): MemoryMedium {
  const copy = new MemoryMedium(world)
  copy.logId = medium.logId
  copy.packs = [...medium.packs]
  copy.secrets = [...medium.secrets]
  copy.cursors = [...medium.cursors]
  copy.notes = new Map(medium.notes)
  for (const [treeId, snapshot] of medium.snapshotByTree) copy.snapshotByTree.set(treeId, snapshot)
  return copy
}

function sealedWith(keyId: string): Gate {
  return {
    isTrusted: false,
    enter: ({ name }) =>
      Promise.resolve({
        name,
        admit: () => Promise.resolve({ role: 'editor', keyId, check: () => undefined }),
        onRevoked: () => () => undefined,
        leave: () => undefined,
      }),
  }
}
