import { AppError } from '../../AppError'

export function badSnapshot(reason: string, cause?: unknown): AppError {
  return new AppError({ code: 'bad-snapshot', reason }, { cause })
}
