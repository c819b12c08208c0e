import type { ErrorDetail } from '../../core/AppError'
import type { SearchAnswer, SearchProgress, SearchQuestion } from '../../core/search/SearchIndex'
import type { SpaceId } from '../../core/space/Space'

/** What a home tells the process or worker that searches. `no` names the order in what comes back. */
export type SearchOrder =
  | { readonly kind: 'find'; readonly no: number; readonly question: SearchQuestion }
  /** Reads all of a space that is not read yet. */
  | { readonly kind: 'index'; readonly no: number; readonly spaceId: SpaceId }

/** What it tells the home: one `found`, `indexed` or `failed` for each order, and `progress` at any time. */
export type SearchNews =
  | { readonly kind: 'found'; readonly no: number; readonly answer: SearchAnswer }
  | { readonly kind: 'indexed'; readonly no: number }
  | { readonly kind: 'failed'; readonly no: number; readonly detail: ErrorDetail }
  | { readonly kind: 'progress'; readonly spaceId: SpaceId; readonly progress: SearchProgress | null }
