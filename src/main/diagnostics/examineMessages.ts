import type { ErrorDetail } from '../../core/AppError'
import type { DatabaseLook } from '../../layers/sqlite/lookAtDatabase'

/** To the examining process: one database. */
export interface ExamineOrder {
  readonly path: string
}

export type ExamineNews = DatabaseLook | ErrorDetail
