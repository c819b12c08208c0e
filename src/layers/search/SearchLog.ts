import type { Position } from '../../core/persistence/PersistenceLayer'
import type { CompactionReader } from '../../core/space/compaction/CompactionReader'
import type { TreeId } from '../../core/tree/ops'

/** What a log holds after a position. */
export interface LogChanges {
  readonly logId: string
  readonly head: Position
  /** Of the pack at the position asked for; '' for none. Another one than before there means: not the same log any more. */
  readonly keyAt: string
  /** Of the pack at the head. */
  readonly keyAtHead: string
  /** The newest pack of each tree that changed. */
  readonly newestByTree: ReadonlyMap<TreeId, Position>
}

/** A view of a log for whoever makes an index of it: another connection than the one that writes, and short reads. */
export interface SearchLog extends Pick<CompactionReader, 'loadSnapshot' | 'loadTree'> {
  changesAfter(after: Position): LogChanges | Promise<LogChanges>
  close(): void
}
