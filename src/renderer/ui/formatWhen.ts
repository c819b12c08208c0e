import { counted } from './counted'
import { formatDay } from './formatDay'

const MINUTE = 60_000

/** A time as people say it: `just now`, `5 minutes ago`, `today at 14:02`, `yesterday at 09:30`, `21 November at 18:00`. */
export function formatWhen(timeMs: number, nowMs: number): string {
  const age = nowMs - timeMs
  if (age >= 0 && age < MINUTE) return 'just now'
  if (age >= 0 && age < 50 * MINUTE) return `${counted(Math.round(age / MINUTE), 'minute')} ago`
  const clock = new Date(timeMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${formatDay(timeMs, nowMs)} at ${clock}`
}
