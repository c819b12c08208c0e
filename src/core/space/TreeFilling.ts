import type { Timers } from '../environment'
import { nextTurn } from '../nextTurn'
import type { SpaceTree } from '../tree/SpaceTree'
import type { TreeId, TreeOp } from '../tree/ops'

/**
 * Where a space gets a stored tree from. `load` is called at most once and before the first part, with a packed tree; it
 * rejects when that cannot be read, and then the parts hold everything. They come in any order, as many as suits the source.
 */
export type TreeSource = (
  treeId: TreeId,
  load: (packed: Uint8Array) => Promise<void>,
) => AsyncIterable<readonly TreeOp[]>

/** So many ops are merged in a turn of the event loop: a few milliseconds of it. */
const OPS_PER_TURN = 2_000

/**
 * Brings a tree in from where it is stored, in pieces between which a person's keys and clicks are answered. What others write
 * meanwhile is merged as soon as nothing packed can come any more, which only an empty tree takes.
 */
export class TreeFilling {
  #early: (readonly TreeOp[])[] | undefined = []
  /** Merged since the last turn. */
  #mergedOps = 0

  constructor(
    readonly tree: SpaceTree,
    readonly timers: Timers,
  ) {}

  /** Resolves when everything stored is in, or nobody wants it any more. */
  async run(source: TreeSource, isWanted: () => boolean): Promise<void> {
    const load = async (packed: Uint8Array): Promise<void> => {
      for (const _ of isWanted() ? this.tree.loading(packed) : []) {
        await this.#nextTurn()
        if (!isWanted()) return
      }
    }
    for await (const ops of source(this.tree.treeId, load)) {
      if (!isWanted()) return
      this.#begin()
      await this.#merge(ops, isWanted)
    }
    if (isWanted()) this.#begin()
  }

  /** Ops that others wrote, at any time. */
  merge(ops: readonly TreeOp[]): void {
    if (this.#early) this.#early.push(ops)
    else this.tree.mergeOps(ops)
  }

  async #merge(ops: readonly TreeOp[], isWanted: () => boolean): Promise<void> {
    for (let from = 0; from < ops.length && isWanted(); from += OPS_PER_TURN) {
      const part = ops.slice(from, from + OPS_PER_TURN)
      this.tree.mergeOps(part)
      this.#mergedOps += part.length
      if (this.#mergedOps >= OPS_PER_TURN) await this.#nextTurn()
    }
  }

  #begin(): void {
    const early = this.#early
    this.#early = undefined
    for (const ops of early ?? []) this.tree.mergeOps(ops)
  }

  #nextTurn(): Promise<void> {
    this.#mergedOps = 0
    return nextTurn(this.timers)
  }
}
