import { describe, expect, it } from 'vitest'
import { findByNameOrId } from './findByNameOrId'

const things = [
  { id: '1', name: 'Plan' },
  { id: '2', name: 'plan' },
  { id: '3', name: 'Ideas' },
  { id: '4', name: 'Twice' },
  { id: '5', name: 'Twice' },
  { id: '6', name: '3' },
]

describe('findByNameOrId', () => {
  it('[CL2] an id comes first, then the name as written, then in any case', () => {
    expect(findByNameOrId(things, '3')?.name).toBe('Ideas')
    expect(findByNameOrId(things, 'plan')?.id).toBe('2')
    expect(findByNameOrId(things, 'IDEAS')?.id).toBe('3')
    expect(findByNameOrId(things, 'nothing')).toBeUndefined()
  })

  it.each([
    ['Twice', ['4', '5']],
    ['PLAN', ['1', '2']],
  ])('[CL2] %s could be several', (name, candidates) => {
    expect(() => findByNameOrId(things, name)).toThrow(
      expect.objectContaining({ detail: { code: 'ambiguous', name, candidates } }) as Error,
    )
  })
})
