import type { SpaceCipher } from '../../../core/keys/SpaceCipher'
import { MemoryMedium } from '../../../core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../../core/persistence/MemoryPersistenceLayer'
import { SpaceManager } from '../../../core/space/SpaceManager'
import { ClientLink } from '../../../core/sync/ClientLink'
import type { Gate, Role } from '../../../core/sync/Gate'
import type { Port } from '../../../core/sync/Port'
import { RemotePersistenceLayer } from '../../../core/sync/RemotePersistenceLayer'
import { SpaceHost } from '../../../core/sync/SpaceHost'
import { QueuedWire } from '../../../core/testing/QueuedWire'
import type { TestEnvironment } from '../../../core/testing/TestEnvironment'
import { ServerPersistenceLayer } from '../ServerPersistenceLayer'

/** One space on a server in memory: the real host, a gate that knows the space's key id, and machines with the key. */
export class SealedHost {
  medium: MemoryMedium
  role: Role = 'owner'
  #process: ReturnType<TestEnvironment['fork']> | undefined
  #machines: ReturnType<TestEnvironment['fork']>[] = []
  #host: SpaceHost | undefined

  constructor(
    readonly environment: TestEnvironment,
    readonly spaceId: string,
    readonly keyId: string | null,
  ) {
    this.medium = new MemoryMedium(environment)
  }

  /** A layer of a machine of its own, not opened. */
  layer(cipher: SpaceCipher): ServerPersistenceLayer {
    const machine = this.environment.fork()
    this.#machines.push(machine)
    const link = new ClientLink({ connect: () => this.#connect(), environment: machine.environment, name: 'test' })
    const remote = new RemotePersistenceLayer({
      id: 'server:https://test',
      spaceId: this.spaceId,
      link,
      keyId: cipher.keyId,
    })
    return new ServerPersistenceLayer(remote, cipher)
  }

  /** Everything stops where it is. */
  crash(): void {
    for (const machine of this.#machines.splice(0)) machine.kill()
    this.#process?.kill()
    this.#host = undefined
  }

  async close(): Promise<void> {
    if (this.#host) await this.environment.settle(this.#host.close())
    this.#host = undefined
  }

  #connect(): Promise<Port> {
    const wire = new QueuedWire(this.environment.timers, this.environment.random, { maxDelayMs: 3 })
    this.#host ??= this.#start()
    this.#host.accept(wire.host)
    return Promise.resolve(wire.client)
  }

  #start(): SpaceHost {
    const { environment } = (this.#process = this.environment.fork())
    const isSealed = this.keyId !== null
    const manager = new SpaceManager(environment, (spaceId) => ({
      journal: new MemoryPersistenceLayer(spaceId, this.medium, environment, 'memory', isSealed),
    }))
    return new SpaceHost(manager, this.#gate())
  }

  #gate(): Gate {
    const nothing = (): void => undefined
    return {
      isTrusted: false,
      enter: async ({ name }) => ({
        name,
        admit: async () => ({ role: this.role, keyId: this.keyId, check: nothing }),
        onRevoked: () => nothing,
        leave: nothing,
      }),
    }
  }
}
