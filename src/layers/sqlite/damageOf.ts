import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { AppError } from '../../core/AppError'
import { APPLICATION_ID } from './schema'

const HEADER_BYTES = 100
const SMALLEST_BYTES = 512

/**
 * Why the file cannot be a healthy database of Grove, from its header; undefined when nothing speaks against it, or there is
 * no file. Throws AppError `not-a-space` for one of another application.
 */
export function damageOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const { size } = statSync(path)
  if (size === 0) return existsSync(`${path}-wal`) ? undefined : 'it is empty'
  const header = Buffer.alloc(HEADER_BYTES)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(file)
  }
  if (size < SMALLEST_BYTES || header.toString('latin1', 0, 16) !== 'SQLite format 3\u0000')
    return 'it is not a database'
  const applicationId = header.readUInt32BE(68)
  if (applicationId !== APPLICATION_ID && applicationId !== 0) throw new AppError({ code: 'not-a-space', path })
  return undefined
}
