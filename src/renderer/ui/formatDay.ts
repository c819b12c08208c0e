/** A day as people say it: `today`, `yesterday`, `tomorrow`, `21 November`, `3 May 2024`. */
export function formatDay(timeMs: number, nowMs: number): string {
  const day = new Date(timeMs)
  const now = new Date(nowMs)
  const isSameYear = day.getFullYear() === now.getFullYear()
  // From noon to noon, so that a day of 23 or 25 hours counts as one.
  const distance = Math.round((day.setHours(12, 0, 0, 0) - now.setHours(12, 0, 0, 0)) / 86_400_000)
  if (distance === 0) return 'today'
  if (distance === -1) return 'yesterday'
  if (distance === 1) return 'tomorrow'
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...(isSameYear ? {} : { year: 'numeric' }) })
}
