import type { ExportReportSummary, ImportPlanSummary, ImportReportSummary } from '../../bridge/contract'
import type { ErrorDetail } from '../../core/AppError'
import type { SpaceId } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'

export interface ExportOrder {
  readonly kind: 'export'
  readonly spaceId: SpaceId
  /** Null: all of the space. */
  readonly entryId: VertexId | null
  readonly filesFolder: string
  /** A new folder is made in it. */
  readonly folder: string
}

/** What main tells the process for Markdown folders. `run`, `undo` and `export` bring a port to the space along. */
export type VaultOrder =
  | { readonly kind: 'plan'; readonly folder: string }
  | { readonly kind: 'run'; readonly spaceId: SpaceId; readonly filesFolder: string }
  | { readonly kind: 'undo'; readonly spaceId: SpaceId; readonly importId: string }
  | ExportOrder
  | { readonly kind: 'cancel' }

/** What it tells main: any number of `progress`, then one of the others for each order but `cancel`. */
export type VaultNews =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly path: string }
  | { readonly kind: 'planned'; readonly plan: Omit<ImportPlanSummary, 'planId'> }
  | { readonly kind: 'imported'; readonly report: ImportReportSummary }
  | { readonly kind: 'undone'; readonly removed: number }
  | { readonly kind: 'exported'; readonly report: ExportReportSummary }
  | { readonly kind: 'failed'; readonly detail: ErrorDetail }
