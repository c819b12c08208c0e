import type { SealingPrimitives } from './keys/SealingPrimitives'

/**
 * Everything the core needs from the outside world. It comes in from the home (window, main process, command line,
 * test), so a simulation can own time and chance, and no module of the core starts a timer nobody clears.
 */
export interface Environment {
  /** Wall time in ms since the epoch. Shown to people, never used to decide anything. */
  readonly now: () => number
  /** `length` unpredictable bytes. */
  readonly randomBytes: (length: number) => Uint8Array
  readonly timers: Timers
  /** Faster than the core's own, where the home has them. Called by whoever is about to seal. */
  readonly sealing?: () => SealingPrimitives
}

/** Both return a function that cancels; cancelling twice, or after the call happened, is harmless. */
export interface Timers {
  /** Calls `fn` once, `delayMs` from now. */
  after(delayMs: number, fn: () => void): Cancel
  /** Calls `fn` once, when the current turn of the event loop is over and before anything slower. */
  defer(fn: () => void): Cancel
}

export type Cancel = () => void
