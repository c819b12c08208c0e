import type { Cancel } from '../core/environment'
import type { LayerRun } from './LayerRun'

const LONGEST_MS = 20_000

/**
 * Resolves when a layer has brought enough of a space to show it, or there is no use in waiting: the layer has trouble, or
 * it takes too long. The rest goes on arriving in any case.
 */
export function arrival({ open, follower }: LayerRun): Promise<void> {
  return new Promise((resolve) => {
    const stops: Cancel[] = []
    const end = (): void => {
      for (const stop of stops) stop()
      resolve()
    }
    const look = (): void => {
      if (follower.state.current.lastError) end()
      else open.look().then((found) => found && end(), end)
    }
    stops.push(
      open.head.subscribe(look),
      follower.state.subscribe(look),
      open.environment.timers.after(LONGEST_MS, end),
    )
    look()
  })
}
