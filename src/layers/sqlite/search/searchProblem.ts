import { describeError } from '../../../core/AppError'
import { sqliteError } from '../sqliteError'

/** What to tell a person of a space that cannot be searched: what happened, that nothing is lost, and what to do. */
export function searchProblem(error: unknown, indexPath: string): string {
  const { detail } = sqliteError(error, indexPath)
  switch (detail.code) {
    case 'disk-full':
      return 'The disk is full, so what is needed for searching cannot be stored. Your pages are safe; free some space and search again.'
    case 'read-only':
      return `Grove may not write to ${indexPath}, which it needs for searching. Give your user write permission and search again.`
    case 'disk-error':
    case 'damaged':
      return `The disk reported a problem while searching (${detail.reason}). Your pages are not touched; search again.`
    default:
      return describeError(detail)
  }
}
