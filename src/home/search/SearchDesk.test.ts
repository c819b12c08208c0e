import { describe, expect, it } from 'vitest'
import type { SpaceSummary } from '../../bridge/contract'
import type { SearchAnswer, SearchProgress, SearchQuestion } from '../../core/search/SearchIndex'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import type { HelperEvents } from '../HelperProcess'
import { searchRequests } from '../requests/searchRequests'
import { SearchDesk, type SearchDeskOptions } from './SearchDesk'
import type { SearchNews, SearchOrder } from './searchMessages'

const SPACE = 'a'.repeat(32)
const nothing: SearchAnswer = { hits: [], count: 0, isMore: false, progress: null, problems: [] }
const question: SearchQuestion = { spaceIds: [SPACE], text: 'walrus', limit: 5 }

/** A desk whose workers do nothing by themselves. */
function newDesk(options: Pick<SearchDeskOptions, 'mayEnd'> = {}) {
  const environment = new TestEnvironment(1)
  const workers: { readonly orders: SearchOrder[]; readonly events: HelperEvents<SearchNews>; isEnded: boolean }[] = []
  const told: (SearchProgress | null)[] = []
  const desk = new SearchDesk({
    ...options,
    timers: environment.timers,
    start: (events) => {
      const worker = { orders: [] as SearchOrder[], events, isEnded: false }
      workers.push(worker)
      const end = (): Promise<void> => {
        worker.isEnded = true
        events.onGone()
        return Promise.resolve()
      }
      return { tell: (order) => void worker.orders.push(order), end }
    },
    onProgress: (_, progress) => told.push(progress),
  })
  return { desk, workers, environment, told }
}

describe('SearchDesk', () => {
  it('[SE15] starts a worker for the first question, and answers each with its own answer', async () => {
    const { desk, workers } = newDesk()
    const [first, second] = [desk.find(question), desk.find({ ...question, text: 'seal' })]
    expect(workers).toHaveLength(1)
    expect(workers[0]?.orders.map(({ kind }) => kind)).toEqual(['find', 'find'])
    workers[0]?.events.onNews({ kind: 'found', no: 2, answer: { ...nothing, count: 2 } })
    workers[0]?.events.onNews({ kind: 'found', no: 1, answer: nothing })
    expect([(await first).count, (await second).count]).toEqual([0, 2])
    const failing = desk.index(SPACE)
    workers[0]?.events.onNews({ kind: 'failed', no: 3, detail: { code: 'disk-full', path: '/data' } })
    await expect(failing).rejects.toMatchObject({ detail: { code: 'disk-full' } })
  })

  it('[SE15] ends the worker when nobody asked for a while, not while it reads, and starts another', async () => {
    const { desk, workers, environment, told } = newDesk()
    const asked = desk.find(question)
    workers[0]?.events.onNews({ kind: 'found', no: 1, answer: nothing })
    workers[0]?.events.onNews({ kind: 'progress', spaceId: SPACE, progress: { done: 1, total: 2 } })
    await asked
    await environment.run(10 * 60_000)
    expect(workers[0]?.isEnded).toBe(false)
    workers[0]?.events.onNews({ kind: 'progress', spaceId: SPACE, progress: null })
    await environment.run(61_000)
    expect(workers[0]?.isEnded).toBe(true)
    expect(told).toEqual([{ done: 1, total: 2 }, null])
    const again = desk.find(question)
    workers[1]?.events.onNews({ kind: 'found', no: 2, answer: nothing })
    await expect(again).resolves.toEqual(nothing)
    await desk.close()
    expect(environment.waiting).toBe(0)
  })

  it('[SE20] asks another worker, once, where one may end at any time', async () => {
    const { desk, workers } = newDesk({ mayEnd: true })
    const asked = desk.find(question)
    workers[0]?.events.onGone()
    expect(workers).toHaveLength(2)
    expect(workers[1]?.orders).toEqual(workers[0]?.orders)
    workers[1]?.events.onNews({ kind: 'found', no: 1, answer: nothing })
    expect(await asked).toEqual(nothing)
    const unlucky = desk.find(question)
    workers[1]?.events.onGone()
    workers[2]?.events.onGone()
    await expect(unlucky).rejects.toMatchObject({ detail: { code: 'unexpected' } })
    expect(workers).toHaveLength(3)
    await desk.close()
  })

  it('[SE15] says so when the worker breaks down, and asks another the next time', async () => {
    const { desk, workers } = newDesk()
    const lost = desk.find(question)
    workers[0]?.events.onGone()
    await expect(lost).rejects.toMatchObject({ detail: { code: 'unexpected' } })
    const next = desk.find(question)
    workers[1]?.events.onNews({ kind: 'found', no: 2, answer: nothing })
    await expect(next).resolves.toEqual(nothing)
    const waiting = desk.find(question)
    const closing = desk.close()
    await expect(waiting).rejects.toMatchObject({ detail: { code: 'cancelled' } })
    await closing
    await expect(desk.find(question)).rejects.toMatchObject({ detail: { code: 'cancelled' } })
  })
})

describe('searchRequests', () => {
  const summary = (id: string, canOpen: boolean): SpaceSummary => {
    return { id, name: id, color: 'green', icon: '🌳', canOpen, problem: canOpen ? null : 'It is damaged.' }
  }

  it('[SE16] asks in one space, or in all that can be opened, and says which could not be', async () => {
    const asked: SearchQuestion[] = []
    const find = (one: SearchQuestion): Promise<SearchAnswer> => {
      asked.push(one)
      return Promise.resolve(nothing)
    }
    const list = (): Promise<readonly SpaceSummary[]> => Promise.resolve([summary('a', true), summary('b', false)])
    const requests = searchRequests({ find }, { list })
    const window = undefined as never
    await requests['search.find']({ spaceId: 'b', text: 'x', limit: 3 }, window)
    const everywhere = await requests['search.find']({ spaceId: null, text: 'x', limit: 3 }, window)
    expect(asked.map(({ spaceIds }) => spaceIds)).toEqual([['b'], ['a']])
    expect(everywhere.problems).toEqual([{ spaceId: 'b', sentence: 'It is damaged.' }])
  })
})
