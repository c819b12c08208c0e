import type { PersistenceLayer } from '../persistence/PersistenceLayer'
import type { FollowerState } from './FollowerState'

export interface Circumstances {
  readonly isHeld: boolean
  readonly isOpen: boolean
  readonly isAtRest: boolean
  readonly hasFailed: boolean
}

/** How syncing with a layer stands, in one word. */
export function phaseOf(
  { status, mode }: PersistenceLayer,
  { isHeld, isOpen, isAtRest, hasFailed }: Circumstances,
): FollowerState['state'] {
  const { state } = status.current
  if (isHeld) return 'held'
  if (state === 'offline' || state === 'refused') return state
  if (!isOpen && !hasFailed) return 'opening'
  if (!isOpen && mode === 'two-way') return 'offline'
  if (hasFailed) return 'failing'
  return isAtRest ? 'in-step' : 'catching-up'
}
