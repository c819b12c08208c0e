import type { Entry } from '../../core/space/Entry'
import type { VertexId } from '../../core/tree/ops'

/**
 * Where the sidebar reads entries from: the node table until the space tree is loaded, then the live space. Reading in a
 * component makes it depend on just what was read.
 */
export interface EntrySource {
  readonly isLive: boolean
  /** The parent of all entries at the top. */
  readonly contentId: VertexId
  entry(id: VertexId): Entry | undefined
  /** In order, entries only. Of a long list, at first those that come first. */
  childIds(parentId: VertexId): readonly VertexId[]
  /** False while more children are still to come. */
  hasAll(parentId: VertexId): boolean
}
