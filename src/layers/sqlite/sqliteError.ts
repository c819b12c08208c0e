import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError, type ErrorDetail } from '../../core/AppError'

/** What an error of SQLite or the file system means for the person whose space lies at `path`. */
export function sqliteError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error
  return new AppError(detailOf(error, path), { cause: error })
}

/** True for errors that say the file itself is broken, not the disk or the permissions. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(codeOf(error))
}

function detailOf(error: unknown, path: string): ErrorDetail {
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return { code: 'disk-full', path }
  if (code === 'SQLITE_READONLY_DBMOVED' || code === 'ENOENT' || !existsSync(dirname(path)))
    return { code: 'folder-missing', path: dirname(path) }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return { code: 'read-only', path }
  }
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') return { code: 'folder-in-use', path: dirname(path) }
  if (isDamage(error)) return { code: 'damaged', path, reason }
  return { code: 'disk-error', path, reason }
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
