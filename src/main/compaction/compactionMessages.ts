import type { ErrorDetail } from '../../core/AppError'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { CompactionReport } from '../../core/space/compaction/compactSpace'
import type { EncodedSegment } from '../../layers/sqlite/EncodedSegment'

/** What main tells the process that packs spaces: the first, once; then each thing it is given is answered by one `stored`. */
export type CompactionOrder =
  | { readonly kind: 'compact'; readonly path: string; readonly after: Position }
  /** `isTaken` false: the log is not the one that it was made from any more. */
  | { readonly kind: 'stored'; readonly isTaken: boolean; readonly problem: ErrorDetail | null }

/** What that process tells main: any number of the first two, each waiting for its answer, then an end. */
export type CompactionNews =
  | { readonly kind: 'snapshot'; readonly snapshot: StoredSnapshot }
  | { readonly kind: 'segment'; readonly segment: EncodedSegment }
  | { readonly kind: 'done'; readonly report: CompactionReport }
  | { readonly kind: 'failed'; readonly detail: ErrorDetail }
