import { expect, it, onTestFinished, vi } from 'vitest'
import { holdIdle } from '../testing/holdIdle'
import { whenIdle } from './whenIdle'

it('[UI188] waits until nobody does anything, and can be cancelled', () => {
  const { step } = holdIdle()
  const done: string[] = []
  whenIdle(() => done.push('one'))
  const cancel = whenIdle(() => done.push('two'), 100)
  cancel()
  expect(done).toEqual([])
  step()
  expect(done).toEqual(['one'])
})

it('[UI188] is the next task where the browser does not tell when that is', async () => {
  vi.stubGlobal('requestIdleCallback', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  const never = vi.fn()
  whenIdle(never)()
  await new Promise<void>((resolve) => whenIdle(resolve, 100))
  expect(never).not.toHaveBeenCalled()
})
