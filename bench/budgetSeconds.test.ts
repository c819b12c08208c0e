import { expect, it } from 'vitest'
import { budgetSeconds } from './budgetSeconds'

it('leaves the whole run under 15 minutes', () => {
  expect(Object.values(budgetSeconds).reduce((sum, seconds) => sum + seconds, 0)).toBeLessThan(15 * 60)
})
