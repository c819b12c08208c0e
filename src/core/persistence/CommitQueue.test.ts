import { describe, expect, it } from 'vitest'
import { AppError } from '../AppError'
import type { Timers } from '../environment'
import { TestEnvironment } from '../testing/TestEnvironment'
import { CommitQueue, type Work } from './CommitQueue'
import type { Pack } from './Pack'

/** Turns that end when a test says so. */
class Turns {
  #waiting: (() => void)[] = []
  readonly timers: Timers = {
    after: () => () => undefined,
    defer: (fn) => {
      this.#waiting.push(fn)
      return () => (this.#waiting = this.#waiting.filter((other) => other !== fn))
    },
  }

  async end(): Promise<void> {
    for (const fn of this.#waiting.splice(0)) fn()
    await Promise.resolve()
  }
}

function packsOf(length: number): Pack[] {
  return Array.from({ length }, (_, index) => ({
    treeId: 'a'.repeat(32),
    peerId: '0'.repeat(20),
    counter: index + 1,
    count: 1,
    body: new Uint8Array(1),
  }))
}

function start(): { readonly turns: Turns; readonly queue: CommitQueue; readonly commits: number[] } {
  const [turns, commits] = [new Turns(), [] as number[]]
  const queue = new CommitQueue(turns.timers, ({ packs }) => {
    commits.push(packs.length)
    return { head: commits.length }
  })
  queue.start(0)
  return { turns, queue, commits }
}

describe('what is stored in one transaction', () => {
  it('[PL62] what waits in one turn, at its end, when it is what people write', async () => {
    const { turns, queue, commits } = start()
    for (let turn = 0; turn < 3; turn++) {
      queue.append(packsOf(100))
      await turns.end()
    }
    expect(commits).toEqual([100, 100, 100])
  })

  it('[PL62] many batches, while they keep coming and until they are thousands', async () => {
    const { turns, queue, commits } = start()
    for (let batch = 0; batch < 10; batch++) {
      queue.append(packsOf(1000))
      for (let turn = 0; turn < 3; turn++) await turns.end()
    }
    expect(commits).toEqual([4000, 4000])
    for (let turn = 0; turn < 3; turn++) await turns.end()
    expect(commits).toEqual([4000, 4000, 2000])
  })

  it('[PL62] whoever waits for any of them hears when all of them are stored, and not before', async () => {
    const { turns, queue, commits } = start()
    const heard: number[] = []
    for (let batch = 0; batch < 2; batch++) {
      queue.append(packsOf(600))
      void queue.flush().then(() => heard.push(commits.length))
      await turns.end()
    }
    expect([heard, queue.status.current.pendingOps]).toEqual([[], 1200])
    for (let turn = 0; turn < 4; turn++) await turns.end()
    expect([heard, commits, queue.status.current.pendingOps]).toEqual([[1, 1], [1200], 0])
  })
})

describe('who waits for a commit', () => {
  it('[SP48] hears of it with all others who wait for it; who asks while it runs waits for the next one', async () => {
    const heard: string[] = []
    const done: (() => void)[] = []
    const queue = new CommitQueue(new Turns().timers, async ({ packs }) => {
      await new Promise<void>((resolve) => done.push(resolve))
      return { head: packs.length }
    })
    queue.start(0)
    const wait = (name: string): void => void queue.flush().then((head) => heard.push(`${name} ${head}`))
    const commit = async (): Promise<void> => {
      await Promise.resolve()
      done.shift()?.()
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    }
    queue.append(packsOf(1))
    wait('first')
    queue.append(packsOf(1))
    wait('second')
    await Promise.resolve()
    wait('nothing new')
    queue.append(packsOf(3))
    wait('later')
    expect(heard).toEqual([])
    await commit()
    expect(heard).toEqual(['first 2', 'second 2'])
    await commit()
    expect(heard).toEqual(['first 2', 'second 2', 'nothing new 3', 'later 3'])
  })

  it('[SP48] [PL7] hears of what went wrong together, and those who ask then of the next try', async () => {
    let failures = 1
    const queue = new CommitQueue(new Turns().timers, ({ packs }) => {
      if (failures-- > 0) throw new AppError({ code: 'disk-full', path: '/' })
      return { head: packs.length }
    })
    queue.start(0)
    queue.append(packsOf(2))
    const codes = await Promise.all(
      [queue.flush(), queue.flush()].map((flushed) => flushed.catch((error: unknown) => AppError.detailOf(error).code)),
    )
    expect(codes).toEqual(['disk-full', 'disk-full'])
    expect(queue.status.current).toMatchObject({ state: 'failing', pendingOps: 2 })
  })
})

describe('what is told of a queue', () => {
  it('[PL8] is right whenever somebody asks or listens, however much is accepted at once', async () => {
    const { turns, queue } = start()
    const told: number[] = []
    queue.append(packsOf(2))
    const stop = queue.status.subscribe(({ pendingOps }) => told.push(pendingOps))
    queue.append(packsOf(3))
    expect(queue.status.current).toBe(queue.status.current)
    queue.append(packsOf(1))
    expect([told, queue.status.current.pendingOps]).toEqual([[5, 6], 6])
    await turns.end()
    await turns.end()
    expect([told, queue.status.current.pendingOps]).toEqual([[5, 6, 0], 0])
    stop()
  })
})

describe('much that waits', () => {
  const environment = new TestEnvironment(1)

  it('[PL63] much that waits is stored in several transactions, and a flush waits for all of it', async () => {
    const commits: Work[] = []
    const queue = new CommitQueue(environment.timers, (work) => {
      commits.push(work)
      return { head: commits.reduce((sum, { packs }) => sum + packs.length, 0) }
    })
    queue.start(0)
    queue.append(packsOf(5000))
    expect(await environment.settle(queue.flush())).toBe(5000)
    expect(commits.map((work) => work.packs.length)).toEqual([4000, 1000])
    await environment.settle(queue.close())
  })

  it('[PL63] a part that cannot be stored rejects the flush, and all is tried again in its order', async () => {
    const stored: Pack[] = []
    let failures = 1
    const queue = new CommitQueue(environment.timers, (work) => {
      if (stored.length === 4000 && failures-- > 0) throw new AppError({ code: 'disk-full', path: '/' })
      stored.push(...work.packs)
      return { head: stored.length }
    })
    queue.start(0)
    const all = packsOf(5000)
    queue.append(all)
    await expect(environment.settle(queue.flush())).rejects.toMatchObject({ detail: { code: 'disk-full' } })
    expect(await environment.settle(queue.flush())).toBe(5000)
    expect(stored).toEqual(all)
    await environment.settle(queue.close())
  })
})
