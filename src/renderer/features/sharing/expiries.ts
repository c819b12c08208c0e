/** How long an invitation may wait, in hours. */
export const EXPIRIES = [
  { value: 1, label: '1 hour' },
  { value: 24, label: '1 day' },
  { value: 24 * 7, label: '1 week' },
  { value: 24 * 30, label: '30 days' },
] as const
