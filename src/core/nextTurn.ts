import type { Timers } from './environment'

/** Lets everybody else who waits have their turn of the event loop: in between the steps of long work. */
export function nextTurn(timers: Timers): Promise<void> {
  return new Promise((resolve) => void timers.defer(resolve))
}
