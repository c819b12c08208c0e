import type { Cancel, Timers } from './environment'

/** Resolves when `work` has ended, well or not, or when `limitMs` have passed; leaves no timer. */
export async function withinTime(timers: Timers, limitMs: number, work: Promise<unknown>): Promise<void> {
  let cancel: Cancel = () => undefined
  const deadline = new Promise<void>((resolve) => {
    cancel = timers.after(limitMs, resolve)
  })
  await Promise.race([deadline, work.catch(() => undefined)])
  cancel()
}
