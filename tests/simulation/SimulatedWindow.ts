import type { OpenSpace } from '../../src/core/space/OpenSpace'
import type { Space } from '../../src/core/space/Space'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { ClientLink } from '../../src/core/sync/ClientLink'
import { RemotePersistenceLayer } from '../../src/core/sync/RemotePersistenceLayer'
import type { QueuedWire } from '../../src/core/testing/QueuedWire'
import type { TestEnvironment } from '../../src/core/testing/TestEnvironment'
import type { TreeId } from '../../src/core/tree/ops'
import type { SimulatedDevice } from './SimulatedDevice'

/** A window on a simulated device: a live space over a wire that delays and breaks. */
export class SimulatedWindow {
  readonly #wires = new Set<QueuedWire>()
  readonly openTrees = new Set<TreeId>()
  /** Marks this window wrote while it was not sure of them; they become promises when the state says "saved". */
  unconfirmed: string[] = []
  open: OpenSpace | undefined
  space: Space | undefined
  readonly #process: { readonly kill: () => void }
  readonly #manager: SpaceManager
  #isAlive = true

  constructor(
    readonly name: string,
    readonly world: TestEnvironment,
    readonly device: SimulatedDevice,
    readonly onSaved: (marks: readonly string[]) => void,
  ) {
    const { environment, kill } = world.fork()
    this.#process = { kill }
    this.#manager = new SpaceManager(environment, (spaceId) => ({
      journal: new RemotePersistenceLayer({
        id: 'main',
        spaceId,
        link: new ClientLink({ connect: () => this.#connect(), environment, name }),
      }),
    }))
    void this.#start()
  }

  get isReady(): boolean {
    return this.space?.isReady === true
  }

  /** A person wrote something that can be recognised later. */
  wrote(mark: string): void {
    this.unconfirmed.push(mark)
  }

  cutWire(): void {
    for (const wire of this.#wires) wire.cut()
    this.#wires.clear()
  }

  /** Garbage from a broken or hostile window: must change nothing for anyone. */
  sendGarbage(frame: unknown): void {
    for (const wire of this.#wires) wire.host.receive(frame)
  }

  async openTree(treeId: TreeId): Promise<void> {
    if (!this.space || this.openTrees.has(treeId)) return
    this.openTrees.add(treeId)
    try {
      await this.space.openAppTree(treeId)
    } catch {
      this.closeTree(treeId)
    }
  }

  closeTree(treeId: TreeId): void {
    if (this.openTrees.delete(treeId)) this.space?.closeAppTree(treeId)
  }

  /** As if by kill -9. */
  crash(): void {
    this.#isAlive = false
    this.#process.kill()
    this.cutWire()
  }

  async close(): Promise<void> {
    await this.world.settle(this.#manager.closeAll())
    this.#isAlive = false
    this.cutWire()
  }

  async #start(): Promise<void> {
    while (this.#isAlive && !this.space) {
      try {
        this.open ??= await this.#manager.openSpace(this.device.spaceId)
        this.open.saveState.subscribe(({ state }) => {
          if (state !== 'saved' || this.unconfirmed.length === 0) return
          this.onSaved(this.unconfirmed)
          this.unconfirmed = []
        })
        this.space = await this.open.space()
      } catch {
        // The wire broke while it was opening: a person would press "Try again".
        await new Promise<void>((resolve) => {
          this.world.timers.after(200, resolve)
        })
      }
    }
  }

  #connect(): Promise<QueuedWire['client']> {
    const wire = this.device.connect()
    if (!wire) return Promise.reject(new Error('the device is down'))
    this.#wires.add(wire)
    wire.client.onClose(() => this.#wires.delete(wire))
    return Promise.resolve(wire.client)
  }
}
