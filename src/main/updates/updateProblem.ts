import { AppError, type ErrorDetail } from '../../core/AppError'
import { diskError, errorCode } from '../../layers/backup/diskError'

/** What a person reads of the network's own words: `net::ERR_CONNECTION_REFUSED`. */
const NETWORK: Readonly<Record<string, string>> = {
  ERR_INTERNET_DISCONNECTED: 'this machine is offline',
  ERR_NAME_NOT_RESOLVED: 'its name is not known here',
  ERR_CONNECTION_REFUSED: 'nothing answers there',
  ERR_CONNECTION_RESET: 'the connection broke',
  ERR_CONNECTION_CLOSED: 'the connection broke',
  ERR_EMPTY_RESPONSE: 'the connection broke',
  ERR_INCOMPLETE_CHUNKED_ENCODING: 'the connection broke',
  ERR_CONTENT_LENGTH_MISMATCH: 'the connection broke',
  ERR_NETWORK_CHANGED: 'the network changed',
  ERR_TIMED_OUT: 'it does not answer',
  ERR_CONNECTION_TIMED_OUT: 'it does not answer',
  ERR_PROXY_CONNECTION_FAILED: 'the proxy does not answer',
}
const UNREADABLE = new Set([
  'ERR_UPDATER_INVALID_UPDATE_INFO',
  'ERR_UPDATER_INVALID_VERSION',
  'ERR_UPDATER_NO_FILES_PROVIDED',
  'ERR_UPDATER_NO_CHECKSUM',
])

/** What went wrong while the server was asked what there is. */
export function askingProblem(error: unknown): AppError {
  return problem(error, (reason) => ({ code: 'update-unreadable', reason }))
}

/** What went wrong while `version` was fetched or put in place; `file` is where it was to go. */
export function fetchingProblem(error: unknown, version: string, file: string, wasCancelled: boolean): AppError {
  const code = errorCode(error)
  if (wasCancelled) return new AppError({ code: 'cancelled' }, { cause: error })
  if (code === 'ERR_CHECKSUM_MISMATCH') return new AppError({ code: 'update-damaged', version }, { cause: error })
  const disk = diskError(error, file).detail
  if (disk.code === 'read-only') return new AppError({ code: 'update-blocked', path: file }, { cause: error })
  if (disk.code === 'disk-full') return failed(error, version, 'the disk is full')
  return problem(error, (reason) => ({ code: 'update-failed', version, reason }))
}

function failed(error: unknown, version: string, reason: string): AppError {
  return new AppError({ code: 'update-failed', version, reason }, { cause: error })
}

function problem(error: unknown, otherwise: (reason: string) => ErrorDetail): AppError {
  if (error instanceof AppError) return error
  const code = errorCode(error)
  const text = error instanceof Error ? error.message : String(error)
  const cause = { cause: error }
  if (UNREADABLE.has(code))
    return new AppError({ code: 'update-unreadable', reason: 'it is no list of versions' }, cause)
  const network = /net::(ERR_\w+)/.exec(text)?.[1]
  if (network !== undefined) {
    return new AppError({ code: 'update-unreachable', reason: NETWORK[network] ?? network }, cause)
  }
  if (/aborted/i.test(text)) return new AppError({ code: 'update-unreachable', reason: 'the connection broke' }, cause)
  const status = statusOf(error)
  if (status === 404 && code === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND') {
    return new AppError({ code: 'update-unreachable', reason: 'it has no versions for this system' }, cause)
  }
  if (status !== undefined) return new AppError({ code: 'update-unreachable', reason: `it answers ${status}` }, cause)
  return new AppError(otherwise(firstLine(text)), cause)
}

function statusOf(error: unknown): number | undefined {
  const { statusCode } = error as { readonly statusCode?: unknown }
  if (typeof statusCode === 'number') return statusCode
  return errorCode(error) === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' ? 404 : undefined
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200)
}
