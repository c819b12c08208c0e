import { describe, expect, it } from 'vitest'
import { Budget } from './Budget'

describe('a budget', () => {
  it('allows what fits into the time that is left', () => {
    let nowMs = 100
    const budget = new Budget(1000, () => nowMs)
    expect(budget.allows(1000)).toBe(true)
    nowMs += 400
    expect(budget.usedMs).toBe(400)
    expect(budget.allows(600)).toBe(true)
    expect(budget.allows(601)).toBe(false)
  })

  it('has nothing left, and no less, when it is overdrawn', () => {
    let nowMs = 0
    const budget = new Budget(10, () => nowMs)
    nowMs = 25
    expect(budget.leftMs).toBe(0)
    expect(budget.allows(0)).toBe(true)
    expect(budget.allows(1)).toBe(false)
  })

  it('gives a part what is left then', () => {
    let nowMs = 0
    const budget = new Budget(90, () => nowMs)
    const first = budget.part(1 / 3)
    nowMs = 50
    expect(first.leftMs).toBe(0)
    expect(budget.part(1 / 2).leftMs).toBe(20)
  })
})
