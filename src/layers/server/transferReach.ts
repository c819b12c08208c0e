import type { ErrorDetail } from '../../core/AppError'

/** Whom a failure concerns: only this file, all that is sent, all that is received, or everything. */
export type Reach = 'file' | 'send' | 'receive' | 'all'

export function reachOf(detail: ErrorDetail): Reach {
  switch (detail.code) {
    case 'bad-file':
    case 'damaged':
    case 'bad-request':
    case 'too-large':
    case 'unexpected':
      return 'file'
    case 'quota':
    case 'read-only-member':
      return 'send'
    case 'disk-full':
    case 'read-only':
    case 'folder-missing':
    case 'disk-error':
    case 'no-storage':
    case 'storage-cleared':
      return 'receive'
    default:
      return 'all'
  }
}
