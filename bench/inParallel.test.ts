import { expect, it } from 'vitest'
import { inParallel } from './inParallel'

it('works on so many items at a time and answers in their order', async () => {
  let running = 0
  let most = 0
  const work = async (item: number): Promise<number> => {
    running += 1
    most = Math.max(most, running)
    for (let turn = 0; turn < 10 - item; turn++) await Promise.resolve()
    running -= 1
    return item * 2
  }
  expect(await inParallel([1, 2, 3, 4, 5], work, 2)).toEqual([2, 4, 6, 8, 10])
  expect(most).toBe(2)
})

it('fails with what failed', async () => {
  await expect(inParallel([1], () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
})
