import { AppError, type ErrorDetail } from '../AppError'
import { MemoryMedium } from '../persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../persistence/MemoryPersistenceLayer'
import type { Pack } from '../persistence/Pack'
import type { PersistenceLayer } from '../persistence/PersistenceLayer'
import type { OpenSpace } from '../space/OpenSpace'
import type { Space, SpaceId } from '../space/Space'
import { SpaceManager } from '../space/SpaceManager'
import { ClientLink } from '../sync/ClientLink'
import type { FollowerSync } from '../sync/FollowerSync'
import type { Admission, Gate, Role } from '../sync/Gate'
import { RemotePersistenceLayer } from '../sync/RemotePersistenceLayer'
import { SpaceHost } from '../sync/SpaceHost'
import { QueuedWire } from './QueuedWire'
import type { TestEnvironment } from './TestEnvironment'

/** A server whose gate a test can close, and whose log it can lose. */
export class TestServer implements Gate {
  readonly isTrusted = false
  medium: MemoryMedium
  role: Role = 'editor'
  /** Set: nobody gets in, for this reason. */
  refusal: ErrorDetail | null = null
  /** Set: nobody may have the space, for this reason. */
  exclusion: ErrorDetail | null = null
  onCheck: (packs: readonly Pack[]) => void = () => undefined
  isUp = true
  readonly wires = new Set<QueuedWire>()
  readonly #listeners = new Set<(detail: ErrorDetail, space?: SpaceId) => void>()
  #host: SpaceHost

  constructor(readonly environment: TestEnvironment) {
    this.medium = new MemoryMedium(environment)
    this.#host = this.#start()
  }

  enter: Gate['enter'] = ({ name }) => {
    if (this.refusal) return Promise.reject(new AppError(this.refusal))
    return Promise.resolve({
      name,
      admit: () => (this.exclusion ? Promise.reject(new AppError(this.exclusion)) : Promise.resolve(this.#admission())),
      onRevoked: (listener) => {
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
      leave: () => undefined,
    })
  }

  revoke(detail: ErrorDetail, space?: SpaceId): void {
    for (const listener of [...this.#listeners]) listener(detail, space)
  }

  connect(): Promise<QueuedWire['client']> {
    if (!this.isUp) return Promise.reject(new AppError({ code: 'server-unreachable', server: 'test', reason: 'down' }))
    const wire = new QueuedWire(this.environment.timers, this.environment.random, { maxDelayMs: 5 })
    this.wires.add(wire)
    this.#host.accept(wire.host)
    return Promise.resolve(wire.client)
  }

  /** Another process, on the same medium or on another one. */
  async restart(medium = this.medium): Promise<void> {
    this.cut()
    await this.close()
    this.medium = medium
    this.#host = this.#start()
  }

  cut(): void {
    for (const wire of this.wires) wire.cut()
    this.wires.clear()
  }

  async close(): Promise<void> {
    await this.environment.settle(this.#host.close())
    await this.environment.settle(this.#host.manager.closeAll())
  }

  #start(): SpaceHost {
    const manager = new SpaceManager(this.environment, (spaceId) => ({
      journal: new MemoryPersistenceLayer(spaceId, this.medium, this.environment, 'journal', true),
    }))
    return new SpaceHost(manager, this)
  }

  #admission(): Admission {
    return { role: this.role, keyId: null, check: (packs) => this.onCheck(packs) }
  }
}

/** A machine with the space in memory, followed by a server. */
export class TestDevice {
  readonly medium: MemoryMedium
  readonly link: ClientLink
  readonly manager: SpaceManager

  constructor(
    readonly environment: TestEnvironment,
    readonly server: TestServer,
    readonly others: (spaceId: SpaceId) => readonly PersistenceLayer[] = () => [],
    medium = new MemoryMedium(environment),
  ) {
    this.medium = medium
    this.link = new ClientLink({ connect: () => server.connect(), environment, name: 'device' })
    this.manager = new SpaceManager(environment, (spaceId) => {
      const journal = new MemoryPersistenceLayer(spaceId, this.medium, environment)
      const remote = new RemotePersistenceLayer({ id: 'server:test', spaceId, link: this.link, keyId: null })
      return { journal, followers: [remote, ...this.others(spaceId)], memory: journal }
    })
  }

  async create(): Promise<Space> {
    const open = await this.environment.settle(this.manager.createSpace({ name: 'Test', color: 'green', icon: '🌳' }))
    return this.environment.settle(open.space())
  }

  /** With the space as the server has it. */
  async join(id: SpaceId): Promise<Space> {
    const open = await this.environment.settle(this.manager.adoptSpace(id))
    await this.environment.run(2000)
    return this.environment.settle(open.space())
  }

  async opened(id: SpaceId): Promise<OpenSpace> {
    const open = await this.environment.settle(this.manager.openSpace(id))
    await this.environment.settle(this.manager.closeSpace(id))
    return open
  }

  async follower(id: SpaceId): Promise<FollowerSync> {
    const [follower] = (await this.opened(id)).followers
    if (!follower) throw new Error('a device follows its server')
    return follower
  }

  close(): Promise<void> {
    return this.environment.settle(this.manager.closeAll())
  }
}
