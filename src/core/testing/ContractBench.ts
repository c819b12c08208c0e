import type { ErrorDetail } from '../AppError'
import { packOps } from '../persistence/packBody'
import type { Pack } from '../persistence/Pack'
import type { PersistenceLayer, Position } from '../persistence/PersistenceLayer'
import { newPeerId } from '../tree/PeerId'
import { SpaceTree } from '../tree/SpaceTree'
import type { TestEnvironment } from './TestEnvironment'

/** What the contract needs of a kind of layer: a medium that outlives it, can break, and can be opened again. */
export interface LayerUnderTest<L extends PersistenceLayer = PersistenceLayer> {
  readonly environment: TestEnvironment
  /** A layer on this test's medium, not opened. Earlier ones may be dropped without closing, like a crashed process. */
  readonly makeLayer: () => L
  /** Ends what runs around the last layer, without letting it flush. */
  readonly crash: () => Promise<void>
  /** Makes every write fail until `heal`. */
  readonly breakMedium: () => Promise<void> | void
  readonly healMedium: () => Promise<void> | void
  readonly brokenCode: ErrorDetail['code']
  /** Replaces the medium by an empty one. */
  readonly startOver: () => Promise<void> | void
  readonly dispose: () => Promise<void> | void
}

/** What a contract does with a layer under test. */
export class ContractBench<L extends PersistenceLayer = PersistenceLayer> {
  readonly #opened: L[] = []
  readonly #trees = new Map<string, SpaceTree>()

  constructor(public under: LayerUnderTest<L>) {}

  async open(): Promise<L> {
    const layer = this.under.makeLayer()
    this.#opened.push(layer)
    await this.settle(layer.open(() => undefined))
    return layer
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.under.environment.settle(promise)
  }

  /** `count` small packs of one tree, as a replica writes them turn by turn. */
  write(treeId: string, count: number): Pack[] {
    const { environment } = this.under
    let tree = this.#trees.get(treeId)
    const packs: Pack[] = []
    if (!tree) {
      tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
      this.#trees.set(treeId, tree)
    }
    const root = tree.root
    if (!root) throw new Error('a new tree has a root')
    while (packs.length < count) {
      tree.setProperty(root.id, `key${environment.random.integer(5)}`, environment.random.integer(1000))
      packs.push(...packOps(treeId, tree.takeLocalOps()))
    }
    return packs
  }

  async all(layer: PersistenceLayer, after: Position = 0): Promise<Pack[]> {
    const packs: Pack[] = []
    for (let at = after; ;) {
      const page = await this.settle(layer.readSince(at, 3))
      packs.push(...page.packs)
      if (page.through === at) return packs
      at = page.through
    }
  }

  async tree(layer: PersistenceLayer, treeId: string, after?: Position): Promise<Pack[]> {
    const read = async (): Promise<Pack[]> => {
      const packs: Pack[] = []
      for await (const part of layer.loadTree(treeId, after)) packs.push(...part)
      return packs
    }
    return this.settle(read())
  }

  errorsOf(layer: PersistenceLayer): () => ErrorDetail[] {
    const errors: ErrorDetail[] = []
    layer.status.subscribe((status) => {
      if (status.lastError) errors.push(status.lastError)
    })
    return () => errors
  }

  async crash(): Promise<void> {
    this.#opened.length = 0
    await this.under.crash()
  }

  /** An empty medium of the same kind. */
  async startOver(): Promise<void> {
    await this.closeAll()
    await this.under.startOver()
  }

  async closeAll(): Promise<void> {
    await this.settle(Promise.all(this.#opened.splice(0).map((layer) => layer.close())))
  }
}

/** Runs one test of a contract on a layer of its own. */
export async function onBench<L extends PersistenceLayer>(
  under: LayerUnderTest<L>,
  test: (on: ContractBench<L>) => Promise<void>,
): Promise<void> {
  const bench = new ContractBench(under)
  try {
    await test(bench)
  } finally {
    await bench.closeAll()
    await under.dispose()
  }
  // The last words on a wire may still be under way.
  await under.environment.run(10)
  if (under.environment.waiting > 0) throw new Error(`${under.environment.waiting} timers left`)
}
