import type { ExportReportSummary, ImportPlanSummary, ImportReportSummary } from '../../bridge/contract'
import type { ErrorDetail } from '../../core/AppError'
import type { VaultProgress } from '../../core/space/VaultControl'

/** What every home tells the helper that imports or exports for it, beside what it is to do, which differs. */
export type VaultWord =
  | { readonly kind: 'cancel' }
  /** The answer to `file-wanted`. `detail`: why it cannot be had; null when it is here now. */
  | { readonly kind: 'file-came'; readonly hash: string; readonly detail: ErrorDetail | null }

/** What the helper tells: any number of `progress` and `file-wanted`, then one of the others for each thing it is to do. */
export type VaultNews =
  | ({ readonly kind: 'progress' } & VaultProgress)
  | { readonly kind: 'file-wanted'; readonly hash: string }
  | { readonly kind: 'planned'; readonly plan: Omit<ImportPlanSummary, 'planId'> }
  | { readonly kind: 'imported'; readonly report: ImportReportSummary }
  | { readonly kind: 'undone'; readonly removed: number }
  /** `download`: what the browser is to download; null where it is written already. */
  | { readonly kind: 'exported'; readonly report: ExportReportSummary; readonly download: Blob | null }
  | { readonly kind: 'failed'; readonly detail: ErrorDetail }
