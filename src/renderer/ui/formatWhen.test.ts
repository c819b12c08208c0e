import { expect, it } from 'vitest'
import { formatWhen } from './formatWhen'

const now = new Date(2026, 10, 22, 14, 2).getTime()

it.each([
  [new Date(2026, 10, 22, 14, 1, 30), 'just now'],
  [new Date(2026, 10, 22, 14, 1), '1 minute ago'],
  [new Date(2026, 10, 22, 13, 20), '42 minutes ago'],
  [new Date(2026, 10, 22, 0, 5), 'today at 00:05'],
  [new Date(2026, 10, 21, 23, 59), 'yesterday at 23:59'],
  [new Date(2026, 10, 23, 0, 1), 'tomorrow at 00:01'],
  [new Date(2026, 10, 3, 9, 30), '3 November at 09:30'],
  [new Date(2024, 1, 29, 9, 30), '29 February 2024 at 09:30'],
])('[UI70] tells %s as %s', (time, said) => {
  expect(formatWhen(time.getTime(), now)).toBe(said)
})
