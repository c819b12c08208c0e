import type { Environment } from '../environment'
import { newPeerId } from '../tree/PeerId'
import { SpaceTree } from '../tree/SpaceTree'
import type { TreeId, TreeOp } from '../tree/ops'
import { AppTree } from './AppTree'
import { TreeFilling, type TreeSource } from './TreeFilling'

interface Loading {
  readonly filling: TreeFilling
  /** Resolves when all stored ops are in; live ops may arrive before that. */
  readonly done: Promise<void>
}

interface Held {
  readonly appTree: AppTree
  /** Undefined when nothing stored can come any more. */
  loading: Loading | undefined
  users: number
}

/**
 * The app trees in use: each is loaded when its first user opens it and let go when its last user closes it, so memory
 * follows the open documents and not the size of the space.
 */
export class AppTrees {
  readonly #heldById = new Map<TreeId, Held>()

  constructor(
    readonly environment: Environment,
    readonly source: TreeSource,
    /** Told of every tree that comes into use and, with false, before it goes: its last local ops must be taken then. */
    readonly onUse: (tree: SpaceTree, inUse: boolean) => void,
  ) {}

  /** Loads the tree, or joins its present users. Pair each call with one `release`, also when it rejects. */
  async open(treeId: TreeId): Promise<AppTree> {
    const held = this.#heldById.get(treeId) ?? this.#load(treeId)
    held.users += 1
    await held.loading?.done
    held.loading = undefined
    return held.appTree
  }

  /** A new document; its first ops are authored here. Counts as one `open`. */
  create(treeId: TreeId, appId: string): AppTree {
    const tree = SpaceTree.create({ treeId, peerId: newPeerId(this.environment), environment: this.environment })
    const root = tree.root
    if (root) tree.setProperty(root.id, 'appId', appId)
    const held: Held = { appTree: new AppTree(tree), loading: undefined, users: 1 }
    this.#heldById.set(treeId, held)
    this.onUse(tree, true)
    return held.appTree
  }

  release(treeId: TreeId): void {
    const held = this.#heldById.get(treeId)
    if (!held) return
    held.users -= 1
    if (held.users > 0) return
    this.#heldById.delete(treeId)
    this.onUse(held.appTree.tree, false)
    held.appTree.tree.dispose()
  }

  /** The tree if someone uses it now, loading or loaded. */
  inUse(treeId: TreeId): SpaceTree | undefined {
    return this.#heldById.get(treeId)?.appTree.tree
  }

  /** Of the trees in use, loading or loaded. */
  get ids(): Iterable<TreeId> {
    return this.#heldById.keys()
  }

  /** Ops others wrote to a tree; left alone when nobody uses it. */
  merge(treeId: TreeId, ops: readonly TreeOp[]): void {
    const held = this.#heldById.get(treeId)
    if (held?.loading) held.loading.filling.merge(ops)
    else held?.appTree.tree.mergeOps(ops)
  }

  get openCount(): number {
    return this.#heldById.size
  }

  dispose(): void {
    for (const held of this.#heldById.values()) {
      this.onUse(held.appTree.tree, false)
      held.appTree.tree.dispose()
    }
    this.#heldById.clear()
  }

  #load(treeId: TreeId): Held {
    const tree = new SpaceTree({ treeId, peerId: newPeerId(this.environment), environment: this.environment })
    const filling = new TreeFilling(tree, this.environment.timers)
    // Begins to read before anything else can happen: what is committed later is delivered, what was before is read.
    const done = filling.run(this.source, () => this.inUse(treeId) === tree)
    const held: Held = { appTree: new AppTree(tree), loading: { filling, done }, users: 0 }
    this.#heldById.set(treeId, held)
    this.onUse(tree, true)
    return held
  }
}
