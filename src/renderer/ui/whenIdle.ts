import type { Cancel } from '../../core/environment'

/** Calls `fn` in a moment in which nobody does anything, or after `longestMs`. Safari tells of none: there it is the next task. */
export function whenIdle(fn: () => void, longestMs?: number): Cancel {
  if (!tellsIdle(window)) {
    const timer = setTimeout(fn)
    return () => clearTimeout(timer)
  }
  const idle = window.requestIdleCallback(fn, longestMs === undefined ? {} : { timeout: longestMs })
  return () => window.cancelIdleCallback(idle)
}

function tellsIdle(window: Partial<Pick<Window, 'requestIdleCallback'>>): boolean {
  return window.requestIdleCallback !== undefined
}
