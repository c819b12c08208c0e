import type { Cancel, Timers } from '../core/environment'

/** What a window is asked before it goes, and how long one waits for its answer. */
export type WindowAnswer = 'ready' | 'silent' | 'gone'

export const PATIENCE_MS = 5000

/** A window as far as closing it is concerned. */
export interface ClosingWindow {
  /** Asks the page to send all it has. */
  readonly ask: () => void
  /** Called at once when the page is not there any more. */
  readonly onGone: (listener: () => void) => Cancel
  /** Called when the page says that it has sent everything. */
  readonly onReady: (listener: () => void) => Cancel
}

/** Asks a page to send what is unsent and waits for it, but never for ever: a page that hangs must not hold the app. */
export function askToFinish(window: ClosingWindow, timers: Timers): Promise<WindowAnswer> {
  return new Promise((resolve) => {
    const stops: Cancel[] = []
    const end = (answer: WindowAnswer): void => {
      for (const stop of stops) stop()
      resolve(answer)
    }
    stops.push(
      timers.after(PATIENCE_MS, () => end('silent')),
      window.onGone(() => end('gone')),
      window.onReady(() => end('ready')),
    )
    window.ask()
  })
}
