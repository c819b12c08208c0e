import path from 'node:path'
import { AppError } from '../../core/AppError'

/** The file this Grove was started from. */
export function runningAppImage(): string {
  const file = process.env['APPIMAGE']
  if (file === undefined || !path.isAbsolute(file)) {
    throw new AppError({ code: 'bad-request', reason: 'this Grove runs from no AppImage' })
  }
  return file
}
