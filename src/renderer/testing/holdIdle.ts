import { onTestFinished, vi } from 'vitest'

/** From now on, what waits for a moment in which nobody does anything waits for the test. */
export function holdIdle(): {
  /** Lets come what has waited; false when nothing has. */
  readonly step: () => boolean
} {
  const waiting = new Map<number, IdleRequestCallback>()
  let last = 0
  const asking = vi.spyOn(window, 'requestIdleCallback').mockImplementation((callback) => {
    waiting.set(++last, callback)
    return last
  })
  const canceling = vi.spyOn(window, 'cancelIdleCallback').mockImplementation((id) => void waiting.delete(id))
  onTestFinished(() => {
    asking.mockRestore()
    canceling.mockRestore()
  })
  return {
    step: () => {
      const callbacks = [...waiting.values()]
      waiting.clear()
      for (const callback of callbacks) callback({ didTimeout: false, timeRemaining: () => 1 })
      return callbacks.length > 0
    },
  }
}
