import { net, powerMonitor } from 'electron'
import type { Cancel, Timers } from '../core/environment'

/** The system tells of waking, not of its network: that is looked at so often. */
const LOOK_EVERY_MS = 5000

/** Calls `onBack` when the machine woke up or is online again; returns how to stop. */
export function followWakening(timers: Timers, onBack: () => void): Cancel {
  let wasOnline = net.isOnline()
  let cancel: Cancel = () => undefined
  const look = (): void => {
    const isOnline = net.isOnline()
    if (isOnline && !wasOnline) onBack()
    wasOnline = isOnline
    cancel = timers.after(LOOK_EVERY_MS, look)
  }
  look()
  powerMonitor.on('resume', onBack)
  return () => {
    cancel()
    powerMonitor.off('resume', onBack)
  }
}
