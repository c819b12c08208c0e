/**
 * What can go wrong in ways a person may meet, as plain data: only this crosses a port, a process or a network.
 * Each code has one sentence and, where there is one, a next step (`describeError`).
 */
export type ErrorDetail =
  | { readonly code: 'disk-full'; readonly path: string }
  | { readonly code: 'read-only'; readonly path: string }
  | { readonly code: 'folder-missing'; readonly path: string }
  | { readonly code: 'folder-in-use'; readonly path: string }
  | { readonly code: 'disk-error'; readonly path: string; readonly reason: string }
  | { readonly code: 'damaged'; readonly path: string; readonly reason: string }
  | { readonly code: 'newer-schema'; readonly path: string; readonly found: number; readonly supported: number }
  | { readonly code: 'not-a-space'; readonly path: string }
  | { readonly code: 'space-missing'; readonly space: string }
  | { readonly code: 'space-exists'; readonly space: string }
  | { readonly code: 'page-missing'; readonly page: string }
  | { readonly code: 'ambiguous'; readonly name: string; readonly candidates: readonly string[] }
  | { readonly code: 'disconnected' }
  | { readonly code: 'version-unsupported'; readonly spoken: readonly number[] }
  | { readonly code: 'bad-frame'; readonly reason: string }
  | { readonly code: 'bad-op'; readonly reason: string }
  | { readonly code: 'too-large'; readonly what: string; readonly sizeBytes: number; readonly limitBytes: number }
  | { readonly code: 'bad-request'; readonly reason: string }
  | { readonly code: 'bad-file'; readonly path: string; readonly reason: string }
  | { readonly code: 'divergent-op'; readonly op: string }
  | { readonly code: 'no-key-store' }
  | { readonly code: 'cancelled' }
  | { readonly code: 'closed' }
  | { readonly code: 'unexpected'; readonly reason: string }

export type ErrorCode = ErrorDetail['code']

/** The one error class of the project. `detail` is plain data; the message is for logs, people read `describeError`. */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly detail: ErrorDetail,
    options?: ErrorOptions,
  ) {
    super(describeError(detail), options)
  }

  /** Any thrown value as plain detail; what is not an AppError becomes `unexpected`. */
  static detailOf(thrown: unknown): ErrorDetail {
    if (thrown instanceof AppError) return thrown.detail
    return { code: 'unexpected', reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/** One or two plain sentences: what happened, and what to do next. */
export function describeError(detail: ErrorDetail): string {
  switch (detail.code) {
    case 'disk-full':
      return 'The disk is full, so your latest changes are not saved yet. Free some space; Grove saves them by itself.'
    case 'read-only':
      return `Grove may not write to ${detail.path}. Give your user write permission; Grove saves by itself as soon as it can.`
    case 'folder-missing':
      return `The folder ${detail.path} is gone. Put it back, or reconnect its drive; your changes are kept until then.`
    case 'folder-in-use':
      return `Another Grove is using ${detail.path}. Close it, or choose another data folder.`
    case 'disk-error':
      return `The disk reported a problem (${detail.reason}). Your changes are kept and tried again.`
    case 'damaged':
      return `The file ${detail.path} is damaged (${detail.reason}). Grove kept a copy and recovered what could be read.`
    case 'newer-schema':
      return `${detail.path} was written by a newer Grove (format ${detail.found}, this one reads up to ${detail.supported}). Update Grove to open it; nothing was changed.`
    case 'not-a-space':
      return `${detail.path} belongs to another application. Nothing was changed.`
    case 'space-missing':
      return `There is no space "${detail.space}" here.`
    case 'space-exists':
      return `There is already a space "${detail.space}" here.`
    case 'page-missing':
      return `There is no page "${detail.page}" in this space.`
    case 'ambiguous':
      return `"${detail.name}" could be several things. Use one of these ids: ${detail.candidates.join(', ')}.`
    case 'disconnected':
      return 'The connection is closed. Your changes are kept and sent when it is back.'
    case 'version-unsupported':
      return `The other side speaks protocol ${detail.spoken.join(', ')}, which this Grove does not. Update the older of the two.`
    case 'bad-frame':
      return `A message could not be understood (${detail.reason}) and was left out.`
    case 'bad-op':
      return `A change could not be understood (${detail.reason}) and was left out.`
    case 'too-large':
      return `${detail.what} is too large (${detail.sizeBytes} bytes, the limit is ${detail.limitBytes}).`
    case 'bad-request':
      return `That could not be done: ${detail.reason}.`
    case 'bad-file':
      return `${detail.path} could not be read (${detail.reason}).`
    case 'divergent-op':
      return `Two different changes carry the same id ${detail.op}. Both were kept; run a check of this space.`
    case 'no-key-store':
      return 'This system offers no key store, so secrets are kept only until Grove closes. Unlock a keyring to keep them.'
    case 'cancelled':
      return 'Cancelled.'
    case 'closed':
      return 'This space is closed. Open it again to go on.'
    case 'unexpected':
      return `Something unexpected happened (${detail.reason}).`
  }
}
