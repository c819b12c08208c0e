import type { EarlierValue } from '../../../core/space/versions/earlierValues'
import type { TextVersion } from '../../../core/space/versions/textVersions'
import { counted } from '../../ui/counted'
import { formatWhen } from '../../ui/formatWhen'

/** When a version was the newest: `Today at 14:02`. */
export function versionTitle({ time }: TextVersion, nowMs: number): string {
  if (time === null) return 'Before Grove kept times'
  const when = formatWhen(time, nowMs)
  return when.charAt(0).toUpperCase() + when.slice(1)
}

/** What a message says when it was restored. */
export function restoredWords({ time }: TextVersion, nowMs: number): string {
  return time === null ? 'Restored an earlier version' : `Restored the version from ${formatWhen(time, nowMs)}`
}

/** What it was called, or looked like. */
export function valueTitle({ key, value }: EarlierValue): string {
  if (key === 'icon') return `Icon ${value}`
  return key === 'color' ? `Colour ${value}` : value
}

/** When it was so, or that it never was here: `Until today at 14:02`. */
export function valueWhen({ time, isLost }: EarlierValue, nowMs: number): string {
  if (isLost) return `Written elsewhere at the same time${time === null ? '' : `; came ${formatWhen(time, nowMs)}`}`
  return time === null ? 'Before Grove kept times' : `Until ${formatWhen(time, nowMs)}`
}

/** What was done to the version before: `120 letters written, about 3 letters removed`. */
export function versionChange({ written, removed }: TextVersion): string {
  if (written === 0 && removed === 0) return 'Looks changed'
  const wrote = written > 0 ? `${counted(written, 'letter')} written` : undefined
  // Of what was removed nobody knows how much of it were letters.
  const took = removed > 0 ? `about ${counted(removed, 'letter')} removed` : undefined
  return [wrote, took].filter((part) => part !== undefined).join(', ')
}
