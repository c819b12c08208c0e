import type { ImportPlanSummary, ImportReportSummary } from '../../bridge/contract'
import type { ErrorDetail } from '../../core/AppError'
import type { SpaceId } from '../../core/space/Space'

/** What main tells the import process. `run` and `undo` bring a port to the space along. */
export type ImportOrder =
  | { readonly kind: 'plan'; readonly folder: string }
  | { readonly kind: 'run'; readonly spaceId: SpaceId; readonly filesFolder: string }
  | { readonly kind: 'undo'; readonly spaceId: SpaceId; readonly importId: string }
  | { readonly kind: 'cancel' }

/** What the import process tells main: any number of `progress`, then one of the others for each order but `cancel`. */
export type ImportNews =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly path: string }
  | { readonly kind: 'planned'; readonly plan: Omit<ImportPlanSummary, 'planId'> }
  | { readonly kind: 'imported'; readonly report: ImportReportSummary }
  | { readonly kind: 'undone'; readonly removed: number }
  | { readonly kind: 'failed'; readonly detail: ErrorDetail }
