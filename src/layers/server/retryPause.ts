import type { ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'

export interface PauseRange {
  readonly firstMs: number
  readonly lastMs: number
}

/** How long to wait after the `attempt`th failure in a row (from 0): what the server asks for, else doubling, with full jitter. */
export function retryPause(
  attempt: number,
  detail: ErrorDetail,
  { firstMs, lastMs }: PauseRange,
  environment: Environment,
): number {
  const [chance = 0] = environment.randomBytes(1)
  const share = (chance + 1) / 256
  // Not all at the same moment, either.
  if ('retryAfterMs' in detail) return detail.retryAfterMs + firstMs * share
  return Math.min(firstMs * 2 ** Math.min(attempt, 20), lastMs) * share
}
