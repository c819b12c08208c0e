import { describeError, type ErrorDetail } from '../core/AppError'

export interface UnsavedSpace {
  readonly name: string
  readonly pendingOps: number
  readonly detail: ErrorDetail
}

/** What would be lost if Grove closed now, and why, for the dialog that asks. */
export function unsavedSentence(spaces: readonly UnsavedSpace[]): string {
  return spaces
    .map(({ name, pendingOps, detail }) => {
      const changes = pendingOps === 1 ? '1 change' : pendingOps > 1 ? `${pendingOps} changes` : 'The latest changes'
      const verb = pendingOps === 1 ? 'is' : 'are'
      return `${changes} in “${name}” ${verb} not saved. ${describeError(detail)}`
    })
    .join('\n\n')
}
