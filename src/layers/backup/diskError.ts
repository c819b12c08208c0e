import { AppError, type ErrorDetail } from '../../core/AppError'

/** What a file system of a stick, a synced folder or a network drive says when it is not there (any more). */
const GONE = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENODEV',
  'ENXIO',
  'ENOTCONN',
  'ESTALE',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
])
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS'])

/** Trouble with a file of a backup in the words of the project; an AppError stays what it is. */
export function diskError(error: unknown, path: string): AppError {
  return error instanceof AppError ? error : new AppError(detailOf(error, path), { cause: error })
}

function detailOf(error: unknown, path: string): ErrorDetail {
  const code = errorCode(error)
  if (GONE.has(code)) return { code: 'folder-missing', path }
  if (FULL.has(code)) return { code: 'disk-full', path }
  if (FORBIDDEN.has(code)) return { code: 'read-only', path }
  return { code: 'disk-error', path, reason: error instanceof Error ? error.message : String(error) }
}

/** `ENOENT` and the like; empty for what no file system said. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
