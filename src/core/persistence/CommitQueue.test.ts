import { describe, expect, it } from 'vitest'
import type { Timers } from '../environment'
import { CommitQueue } from './CommitQueue'
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
  it('[PL61] what waits in one turn, at its end, when it is what people write', async () => {
    const { turns, queue, commits } = start()
    for (let turn = 0; turn < 3; turn++) {
      queue.append(packsOf(100))
      await turns.end()
    }
    expect(commits).toEqual([100, 100, 100])
  })

  it('[PL61] many batches, while they keep coming and until they are thousands', async () => {
    const { turns, queue, commits } = start()
    for (let batch = 0; batch < 10; batch++) {
      queue.append(packsOf(1000))
      for (let turn = 0; turn < 3; turn++) await turns.end()
    }
    expect(commits).toEqual([4000, 4000])
    for (let turn = 0; turn < 3; turn++) await turns.end()
    expect(commits).toEqual([4000, 4000, 2000])
  })

  it('[PL61] whoever waits for any of them hears when all of them are stored, and not before', async () => {
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
