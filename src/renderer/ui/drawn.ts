import { withinTime } from '../../core/withinTime'
import { windowEnvironment } from '../state/windowEnvironment'

/** A window that is covered or put away draws no frames, and not every desktop tells it that it is. */
const HIDDEN_MS = 100

/** Resolves when what has changed so far is on the screen. */
export function drawn(): Promise<void> {
  const { timers } = windowEnvironment()
  const frame = new Promise<void>((resolve) => {
    // A message that is posted in a frame is heard when the frame has been drawn.
    requestAnimationFrame(() => void timers.defer(resolve))
  })
  return withinTime(timers, HIDDEN_MS, frame)
}
