import type { SpaceTree } from '../tree/SpaceTree'
import type { TreeId, TreeOp } from '../tree/ops'

/**
 * Where a space gets a stored tree from. `load` is called at most once and before the first part, with a packed tree; it
 * throws when that cannot be read, and then the parts hold everything. They come in any order, as many as suits the source.
 */
export type TreeSource = (treeId: TreeId, load: (packed: Uint8Array) => void) => AsyncIterable<readonly TreeOp[]>

/**
 * Brings a tree in from where it is stored. What others write meanwhile is merged as soon as nothing packed can come any
 * more, which only an empty tree takes.
 */
export class TreeFilling {
  #early: (readonly TreeOp[])[] | undefined = []

  constructor(readonly tree: SpaceTree) {}

  /** Resolves when everything stored is in, or nobody wants it any more. */
  async run(source: TreeSource, isWanted: () => boolean): Promise<void> {
    const { tree } = this
    const load = (packed: Uint8Array): void => {
      if (isWanted()) tree.load(packed)
    }
    for await (const ops of source(tree.treeId, load)) {
      if (!isWanted()) return
      this.#begin()
      tree.mergeOps(ops)
    }
    this.#begin()
  }

  /** Ops that others wrote, at any time. */
  merge(ops: readonly TreeOp[]): void {
    if (this.#early) this.#early.push(ops)
    else this.tree.mergeOps(ops)
  }

  #begin(): void {
    const early = this.#early
    this.#early = undefined
    for (const ops of early ?? []) this.tree.mergeOps(ops)
  }
}
