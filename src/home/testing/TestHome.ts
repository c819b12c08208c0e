import type { LayerSummary, SpaceSyncSummary } from '../../bridge/contract'
import { MemoryMedium } from '../../core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../core/persistence/MemoryPersistenceLayer'
import type { Space, SpaceId } from '../../core/space/Space'
import { compactHere } from '../../core/space/compaction/compactHere'
import { SpaceManager } from '../../core/space/SpaceManager'
import { MemoryFileStore } from '../../core/testing/MemoryFileStore'
import type { TestEnvironment } from '../../core/testing/TestEnvironment'
import { GroveHome } from '../GroveHome'
import type { MakeLayer } from '../HomeLayer'
import { Keyring } from '../Keyring'
import type { Sealer } from '../../core/keys/Sealer'
import type { Network } from '../ServerConnection'
import { SpaceCatalogue } from '../SpaceCatalogue'
import { makeServerLayer } from '../spaceManagerSetup'
import { FakeKeyStore } from './FakeKeyStore'
import { MemoryKeyringStore } from './MemoryKeyringStore'

export const SERVER = 'https://grove.test'

/** One machine: what it keeps in memory as on a disk, and the home that runs on it. */
export class TestHome {
  readonly store = new MemoryKeyringStore()
  readonly mediumById = new Map<SpaceId, MemoryMedium>()
  readonly files = new MemoryFileStore()
  readonly told: (readonly SpaceSyncSummary[])[] = []

  private constructor(
    readonly environment: TestEnvironment,
    readonly network: Network,
    readonly makeLayer: MakeLayer,
  ) {}

  home!: GroveHome
  manager!: SpaceManager

  static async start(
    environment: TestEnvironment,
    network: Network,
    makeLayer: MakeLayer = makeServerLayer,
  ): Promise<TestHome> {
    const machine = new TestHome(environment, network, makeLayer)
    await machine.#start(new FakeKeyStore())
    return machine
  }

  /** As after a restart of the program, perhaps with another key store. */
  async restart(system: Sealer | null = new FakeKeyStore()): Promise<void> {
    await this.close()
    await this.#start(system)
  }

  async close(): Promise<void> {
    await this.settle(this.home.close())
    this.home.catalogue.close()
    await this.settle(this.manager.closeAll())
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  async create(name = 'Home'): Promise<Space> {
    const { id } = await this.settle(this.home.catalogue.create({ name, color: 'green', icon: '🌳' }))
    return this.space(id)
  }

  async space(id: SpaceId): Promise<Space> {
    return this.settle((await this.settle(this.home.catalogue.hold(id))).space())
  }

  async signIn(user = 'ada', url = SERVER): Promise<void> {
    await this.settle(this.home.servers.signIn(url, user, `password of ${user}`))
  }

  /** Keeps and checks the recovery kit, then connects. Returns the words. */
  async connect(id: SpaceId): Promise<string> {
    const words = await this.keepKit(id)
    await this.settle(this.home.connecting.connect(id, SERVER, true))
    return words
  }

  /** Gives the space a key, if it has none, and types the words back. Returns them. */
  async keepKit(id: SpaceId): Promise<string> {
    const { kits } = this.home
    const { words, ask } = await this.settle(kits.show(id, 'Home'))
    await this.settle(
      kits.check(
        id,
        ask.map((index) => ({ index, word: words[index] ?? '' })),
      ),
    )
    return words.join(' ')
  }

  /** What people see of the one layer of a space, after a moment. */
  async layer(id: SpaceId): Promise<LayerSummary> {
    await this.environment.run(5000)
    const layer = this.home.syncSummaries.current.find(({ spaceId }) => spaceId === id)?.layers[0]
    if (!layer) throw new Error('the space has a layer')
    return layer
  }

  async #start(system: Sealer | null): Promise<void> {
    const { environment, network } = this
    const keyring = await Keyring.open(this.store, { system, environment, cost: { memoryKiB: 8, passes: 1, lanes: 1 } })
    this.manager = new SpaceManager(environment, (id) => {
      const medium = this.mediumById.get(id) ?? new MemoryMedium(environment)
      this.mediumById.set(id, medium)
      const journal = new MemoryPersistenceLayer(id, medium, environment)
      return { journal, memory: journal }
    })
    const places = {
      spaceIds: () => Promise.resolve([...this.mediumById.keys()].sort()),
      space: (id: SpaceId) => `memory of ${id}`,
    }
    this.home = new GroveHome({
      keyring,
      catalogue: new SpaceCatalogue(this.manager, places),
      network,
      environment,
      deviceName: 'test',
      filesOf: () => this.files,
      makeLayer: this.makeLayer,
      compaction: { compact: compactHere, onNews: () => undefined },
    })
    this.home.syncSummaries.subscribe((summaries) => this.told.push(summaries))
    this.home.start()
  }
}
