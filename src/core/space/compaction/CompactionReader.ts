import type { Pack } from '../../persistence/Pack'
import type { Position, StoredSnapshot } from '../../persistence/PersistenceLayer'
import type { TreeId } from '../../tree/ops'

/** How much of a tree's log its snapshot does not hold. */
export interface TreeTail {
  readonly treeId: TreeId
  /** After the snapshot; of the whole log when there is none. */
  readonly ops: number
  readonly sizeBytes: number
  /** Of the snapshot as it is stored; zero when there is none. */
  readonly snapshotBytes: number
}

/** A view of a space's log for whoever packs its trees: it changes nothing, and need not be where the log is written. */
export interface CompactionReader {
  /** Nobody waits for the thread it reads in: long texts may take a second to be packed so that they open in steps. */
  readonly isAlone: boolean
  /** Everything through here can be read. */
  head(): Position
  /** Of the trees that changed after a position, at least: of all, if that is no harder to tell. */
  tails(after: Position): Promise<readonly TreeTail[]>
  loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined>
  /** All packs of the tree after a position, in parts. Rejects with `damaged` when one of them is not whole. */
  loadTree(treeId: TreeId, after: Position): AsyncIterable<readonly Pack[]>
}
