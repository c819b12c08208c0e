import type { Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'

/** A segment and what it takes the place of; plain data, so it may come from another process. */
export interface EncodedSegment {
  readonly logId: string
  readonly first: Position
  readonly last: Position
  /** Of the rows it was made from: other rows are not touched. */
  readonly digest: string
  readonly opCount: number
  readonly authors: readonly AuthorRange[]
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** The counters of one author in a segment. */
export interface AuthorRange {
  readonly treeId: TreeId
  readonly peerId: string
  readonly firstCounter: number
  readonly lastCounter: number
}
