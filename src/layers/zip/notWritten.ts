import { AppError } from '../../core/AppError'

/** Why a file that a browser writes could not be written, in words. */
export function notWritten(path: string, error: unknown): AppError {
  return new AppError({ code: 'not-exported', path, reason: reasonOf(error) }, { cause: error })
}

function reasonOf(error: unknown): string {
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'QuotaExceededError':
      return 'the disk is full'
    case 'NotAllowedError':
    case 'SecurityError':
      return 'you may not write there'
    case 'NotFoundError':
      return 'the file is gone'
    case 'NoModificationAllowedError':
      return 'something else is using it'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
