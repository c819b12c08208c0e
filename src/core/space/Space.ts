import type { Environment } from '../environment'
import { hexOf } from '../hex'
import { newPeerId } from '../tree/PeerId'
import { SpaceTree } from '../tree/SpaceTree'
import type { TreeId, TreeOp, VertexId } from '../tree/ops'
import type { AppTree } from './AppTree'
import { AppTrees } from './AppTrees'
import { Entries, type EntryProperties } from './Entries'
import type { SpaceLook } from './Entry'
import { SpaceSettings } from './SpaceSettings'
import { TreeFilling, type TreeSource } from './TreeFilling'

/** 32 hex digits; also the id of the space's own tree. */
export type SpaceId = TreeId

export interface LocalOps {
  readonly treeId: TreeId
  readonly ops: readonly TreeOp[]
}

export interface NewPageOptions {
  readonly appId?: string
  /** Of the entry. */
  readonly properties?: EntryProperties
  /** For an entry whose id must be the same wherever it is made. */
  readonly entryId?: VertexId
  /** Fills the document before anyone sees it. */
  readonly write?: (tree: AppTree) => void
}

export interface NewPage {
  readonly entryId: VertexId
  readonly treeId: TreeId
}

/**
 * One space, live: its tree of folders, documents and files, and the documents in use. Knows nothing of storage: ops
 * others wrote come in by `merge`, ops written here go out by `takeLocalOps`.
 */
export class Space {
  readonly tree: SpaceTree
  readonly entries: Entries
  readonly settings: SpaceSettings
  readonly appTrees: AppTrees
  readonly #unsent = new Set<SpaceTree>()
  readonly #parting: LocalOps[] = []
  readonly #onLocalOps: () => void
  readonly #source: TreeSource
  /** One for all trees. */
  readonly #authored = (treeId: TreeId): void => {
    const tree = treeId === this.id ? this.tree : this.appTrees.inUse(treeId)
    if (tree) this.#touched(tree)
  }
  #filling: TreeFilling | undefined
  #isDisposed = false

  /** An empty replica: bring in what is stored with `fill`. `onLocalOps` is called after each local change, in its turn. */
  constructor(
    readonly id: SpaceId,
    readonly environment: Environment,
    source: TreeSource,
    onLocalOps: () => void,
    tree?: SpaceTree,
  ) {
    this.#onLocalOps = onLocalOps
    this.#source = source
    this.tree = tree ?? new SpaceTree({ treeId: id, peerId: newPeerId(environment), environment })
    this.entries = new Entries(this.tree, environment)
    this.settings = new SpaceSettings(this.tree)
    this.appTrees = new AppTrees(environment, source, (appTree, inUse) => {
      if (inUse) this.#watch(appTree)
      else this.#unwatch(appTree)
    })
    this.#watch(this.tree)
  }

  /** A new space: authors its root, its content, trash, settings and app configurations. */
  static create(
    id: SpaceId,
    look: SpaceLook,
    environment: Environment,
    source: TreeSource,
    onLocalOps: () => void,
  ): Space {
    const tree = SpaceTree.create({ treeId: id, peerId: newPeerId(environment), environment })
    const space = new Space(id, environment, source, onLocalOps, tree)
    const root = tree.root
    if (!root) throw new Error('A new tree has a root.')
    tree.transact(() => {
      for (const key of ['name', 'color', 'icon'] as const) tree.setProperty(root.id, key, look[key])
      for (const kind of ['content', 'trash', 'settings', 'apps']) tree.createVertex(root.id, { kind })
    })
    return space
  }

  /** True when the space tree has its root and places, so that `entries` can be used. */
  get isReady(): boolean {
    const root = this.tree.root
    return root !== undefined && this.tree.childIds(root.id).length > 0
  }

  get look(): SpaceLook {
    const rootId = this.tree.root?.id
    const text = (key: string): string => {
      const value = rootId === undefined ? undefined : this.tree.property(rootId, key)
      return typeof value === 'string' ? value : ''
    }
    return { name: text('name') || 'Untitled space', color: text('color') || 'green', icon: text('icon') || '🌳' }
  }

  setLook(look: Partial<SpaceLook>): void {
    const rootId = this.tree.root?.id
    if (rootId === undefined) return
    this.entries.history.group('Change space', () => {
      for (const key of ['name', 'color', 'icon'] as const) {
        const value = look[key]
        if (value !== undefined) this.entries.setProperty(rootId, key, value, 'Change space')
      }
    })
  }

  get contentId(): VertexId {
    return this.entries.contentId
  }

  get trashId(): VertexId {
    return this.entries.trashId
  }

  /**
   * A new document and its entry. `write` may fill the tree at once; the tree is let go afterwards, open it with
   * `openAppTree` to go on.
   */
  createPage(parentId: VertexId, name: string, options: NewPageOptions = {}): NewPage {
    const treeId = newSpaceId(this.environment)
    const appId = options.appId ?? 'page'
    const appTree = this.appTrees.create(treeId, appId)
    try {
      options.write?.(appTree)
    } finally {
      this.appTrees.release(treeId)
    }
    const entryId = this.entries.createEntry(parentId, name, { appId, treeId }, options.properties, options.entryId)
    return { entryId, treeId }
  }

  /** Pair each call with `closeAppTree`, also when it rejects. */
  openAppTree(treeId: TreeId): Promise<AppTree> {
    return this.appTrees.open(treeId)
  }

  closeAppTree(treeId: TreeId): void {
    this.appTrees.release(treeId)
  }

  async withAppTree<T>(treeId: TreeId, use: (appTree: AppTree) => T | Promise<T>): Promise<T> {
    try {
      return await use(await this.openAppTree(treeId))
    } finally {
      this.closeAppTree(treeId)
    }
  }

  /** Brings in what is stored of the space tree. */
  fill(): Promise<void> {
    this.#filling = new TreeFilling(this.tree, this.environment.timers)
    return this.#filling.run(this.#source, () => !this.#isDisposed)
  }

  /** Ops others wrote. Those of trees nobody has open are left alone: they load when opened. */
  merge(treeId: TreeId, ops: readonly TreeOp[]): void {
    if (treeId !== this.id) this.appTrees.merge(treeId, ops)
    else if (this.#filling) this.#filling.merge(ops)
    else this.tree.mergeOps(ops)
  }

  /** What was written here since the last call, tree by tree, each in its order. Documents come before the entries
   *  that point at them, so that no store ever holds an entry whose document is missing. */
  takeLocalOps(): LocalOps[] {
    const taken = this.#parting.splice(0)
    const trees = [...this.#unsent].sort((a, b) => Number(a === this.tree) - Number(b === this.tree))
    this.#unsent.clear()
    for (const tree of trees) {
      const ops = tree.takeLocalOps()
      if (ops.length > 0) taken.push({ treeId: tree.treeId, ops })
    }
    return taken
  }

  get hasLocalOps(): boolean {
    return this.#parting.length > 0 || this.#unsent.size > 0
  }

  dispose(): void {
    this.#isDisposed = true
    this.appTrees.dispose()
    this.#unwatch(this.tree)
    this.tree.dispose()
  }

  #watch(tree: SpaceTree): void {
    // Until the tree is disposed of, which follows `unwatch`.
    tree.onLocalOps(this.#authored)
    // A tree made by `create` was written to before anyone could listen.
    this.#touched(tree)
  }

  #touched(tree: SpaceTree): void {
    this.#unsent.add(tree)
    this.#onLocalOps()
  }

  #unwatch(tree: SpaceTree): void {
    this.#unsent.delete(tree)
    const ops = tree.takeLocalOps()
    if (ops.length > 0) this.#parting.push({ treeId: tree.treeId, ops })
  }
}

/** Ids are random, so that no two machines ever make the same. */
export function newSpaceId(environment: Environment): SpaceId {
  return hexOf(environment.randomBytes(16))
}
