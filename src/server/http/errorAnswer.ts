import type { ErrorDetail } from '../../core/AppError'

export interface ErrorAnswer {
  readonly status: number
  /** Also for whoever knows no more than HTTP. */
  readonly retryAfterS?: number
  readonly detail: ErrorDetail
}

/** The HTTP status of what went wrong, and as much of it as a stranger may know: no paths, no inner reasons. */
export function errorAnswer(detail: ErrorDetail, server: string): ErrorAnswer {
  switch (detail.code) {
    case 'not-signed-in':
    case 'wrong-password':
      return { status: 401, detail }
    case 'no-access':
    case 'read-only-member':
      return { status: 403, detail }
    case 'name-taken':
    case 'wrong-key':
      return { status: 409, detail }
    case 'invite-invalid':
      return { status: 410, detail }
    case 'too-large':
      return { status: 413, detail }
    case 'too-many':
      return { status: 429, retryAfterS: Math.ceil(detail.retryAfterMs / 1000), detail }
    case 'server-stopping':
      return { status: 503, retryAfterS: Math.ceil(detail.retryAfterMs / 1000), detail }
    case 'quota':
      return { status: 507, detail }
    case 'bad-request':
    case 'weak-password':
      return { status: 400, detail }
    case 'bad-file':
      return { status: 404, detail }
    case 'disk-full':
      return { status: 507, detail: { code: 'server-error', server, reason: 'its disk is full' } }
    default:
      return {
        status: 500,
        detail: { code: 'server-error', server, reason: 'something went wrong there; its log says what' },
      }
  }
}
