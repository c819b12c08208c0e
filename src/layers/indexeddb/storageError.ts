import { AppError, type ErrorDetail } from '../../core/AppError'

/** What an error of IndexedDB means for the person in front of the browser. `path` is the database's name. */
export function storageError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error
  return new AppError(detailOf(error, path), { cause: error })
}

/** The connection is gone, not the data: another one may work. */
export function isDisconnected(error: unknown): boolean {
  return nameOf(error) === 'InvalidStateError'
}

function detailOf(error: unknown, path: string): ErrorDetail {
  const reason = error instanceof Error && error.message !== '' ? error.message : nameOf(error)
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return { code: 'disk-full', path, reason }
    case 'SecurityError':
    case 'NotAllowedError':
      return { code: 'no-storage', reason }
    case 'NotReadableError':
    case 'DataError':
      return { code: 'damaged', path, reason }
    default:
      return { code: 'disk-error', path, reason }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : String(error)
}
