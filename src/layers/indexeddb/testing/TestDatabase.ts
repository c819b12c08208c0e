import { deleteDB } from 'idb'
import { packOps } from '../../../core/persistence/packBody'
import type { Pack } from '../../../core/persistence/Pack'
import { TestEnvironment } from '../../../core/testing/TestEnvironment'
import { newPeerId } from '../../../core/tree/PeerId'
import { SpaceTree } from '../../../core/tree/SpaceTree'
import { IndexedDBPersistenceLayer, type IndexedDBOptions } from '../IndexedDBPersistenceLayer'
import { settledDatabases } from './settledDatabases'
import { testSealer } from './testSealer'

/** A space of one test in the browser's database, with the layers that were opened on it. */
export class TestDatabase {
  readonly environment: TestEnvironment
  readonly spaceId: string
  readonly #layers: IndexedDBPersistenceLayer[] = []

  constructor(seed: number) {
    this.environment = new TestEnvironment(seed, settledDatabases)
    this.spaceId = seed.toString(16).padStart(32, 'd')
  }

  get name(): string {
    return `grove-space-${this.spaceId}`
  }

  layer(options: Partial<IndexedDBOptions> = {}): IndexedDBPersistenceLayer {
    const { environment, spaceId } = this
    const layer = new IndexedDBPersistenceLayer({ spaceId, mode: 'open', environment, sealer: testSealer, ...options })
    this.#layers.push(layer)
    return layer
  }

  async open(options: Partial<IndexedDBOptions> = {}): Promise<IndexedDBPersistenceLayer> {
    const layer = this.layer(options)
    await this.settle(layer.open())
    return layer
  }

  /** `count` packs of one op each, of a tree of its own. */
  write(count: number, treeId = this.spaceId): Pack[] {
    const { environment } = this
    const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
    const packs: Pack[] = packOps(treeId, tree.takeLocalOps())
    for (let no = packs.length; no < count; no++) {
      tree.setProperty(tree.root?.id ?? '', 'name', `name ${no}`)
      packs.push(...packOps(treeId, tree.takeLocalOps()))
    }
    tree.dispose()
    return packs
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  async dispose(): Promise<void> {
    await this.settle(Promise.all(this.#layers.map((layer) => layer.close())))
    await deleteDB(this.name)
  }
}
