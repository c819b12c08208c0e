const DAY_MS = 86_400_000
const DAYS_PER_YEAR = 365.2425

/**
 * Milliseconds since the epoch as RepTree writes times: '2026-01-01T00:00:00.000Z'. For years 1 to 9999. Arithmetic
 * instead of Date, which would also offer the clock that the core must not read.
 */
export function isoTime(timeMs: number): string {
  const days = Math.floor(timeMs / DAY_MS)
  let year = 1970 + Math.floor(days / DAYS_PER_YEAR)
  while (firstDayOf(year + 1) <= days) year++
  while (firstDayOf(year) > days) year--
  let day = days - firstDayOf(year)
  let month = 0
  while (day >= daysOf(year, month)) day -= daysOf(year, month++)
  const ms = Math.floor(timeMs) - days * DAY_MS
  const time = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60].map((n) =>
    padded(n, 2),
  )
  return `${padded(year, 4)}-${padded(month + 1, 2)}-${padded(day + 1, 2)}T${time.join(':')}.${padded(ms % 1000, 3)}Z`
}

/** Days from the epoch to the first of January. */
function firstDayOf(year: number): number {
  const leapDays = (before: number): number =>
    Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  return (year - 1970) * 365 + leapDays(year - 1) - leapDays(1969)
}

function daysOf(year: number, month: number): number {
  if (month === 1) return firstDayOf(year + 1) - firstDayOf(year) - 337
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
