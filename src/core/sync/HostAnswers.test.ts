import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Pack } from '../persistence/Pack'
import type { OpenSpace } from '../space/OpenSpace'
import { TestSpaces } from '../testing/TestSpaces'
import { HostAnswers } from './HostAnswers'
import { HostSession } from './HostSession'
import { MAX_BUFFERED_BYTES, type HostMessage } from './messages'

const TREE = 'e'.repeat(32)

/** A wire whose other end reads when the test says so. */
class SlowPort {
  bufferedBytes = 0
  readonly sent: HostMessage[] = []
  readonly #wakers = new Set<() => void>()

  readonly send = (message: HostMessage): void => void this.sent.push(message)

  onDrain(listener: () => void): () => void {
    this.#wakers.add(listener)
    return () => this.#wakers.delete(listener)
  }

  read(): void {
    this.bufferedBytes = 0
    for (const wake of [...this.#wakers]) wake()
  }

  answersTo(request: number): HostMessage[] {
    return this.sent.filter((message) => 'request' in message && message.request === request)
  }
}

function pack(counter: number, treeId = TREE): Pack {
  return { treeId, peerId: '1'.repeat(20), counter, count: 1, body: Uint8Array.of(counter) }
}

let spaces: TestSpaces
let open: OpenSpace
let port: SlowPort

beforeEach(async () => {
  spaces = new TestSpaces()
  open = (await spaces.create()).open
  port = new SlowPort()
  for (let batch = 0; batch < 3; batch++) {
    open.append(Array.from({ length: 600 }, (_, index) => pack(50 + batch * 600 + index)))
    open.append([pack(9000 + batch, 'f'.repeat(32))])
    await spaces.settle(open.flush())
  }
})
afterEach(() => spaces.close())

describe('what a stranger asks a host', () => {
  let answers: HostAnswers
  const treeQuestion = (request: number) => ({ kind: 'tree', space: open.id, request, treeId: TREE }) as const
  beforeEach(() => {
    answers = new HostAnswers({ open, isTrusted: false, port, send: port.send })
  })
  afterEach(() => answers.stop())

  it('[SV42] is answered one question after the other: the next waits until the last was read', async () => {
    const loadTree = vi.spyOn(open.journal, 'loadTree')
    port.bufferedBytes = MAX_BUFFERED_BYTES
    for (const request of [1, 2, 3]) answers.answer(treeQuestion(request))
    await spaces.environment.run(1000)
    expect(port.sent).toEqual([])
    expect(loadTree).toHaveBeenCalledTimes(1)
    port.read()
    await spaces.environment.run(1000)
    for (const request of [1, 2, 3]) {
      expect(port.answersTo(request).at(-1)).toMatchObject({ kind: 'tree', isLast: true })
    }
    expect(port.sent.map((message) => 'request' in message && message.request)).toEqual(
      [1, 2, 3].flatMap((request) => port.answersTo(request).map(() => request)),
    )
  })

  it('[SV42] of a tree is all of it, in the log’s order', async () => {
    answers.answer(treeQuestion(1))
    answers.answer({ ...treeQuestion(2), after: 601 + open.head.current - 1803 })
    await spaces.environment.run(1000)
    const countersOf = (request: number): number[] =>
      port
        .answersTo(request)
        .flatMap((message) => (message.kind === 'tree' ? message.packs : []))
        .map((p) => p.counter)
    expect(countersOf(1)).toEqual(Array.from({ length: 1800 }, (_, index) => 50 + index))
    expect(countersOf(2)).toEqual(Array.from({ length: 1200 }, (_, index) => 650 + index))
  })

  it('[SV42] is fetched a few packs at a time', async () => {
    const fetch = vi.spyOn(open.journal, 'fetch')
    answers.answer({
      kind: 'fetch',
      space: open.id,
      request: 1,
      ids: Array.from({ length: 100 }, (_, i) => pack(50 + i)),
    })
    await spaces.environment.run(1000)
    expect(Math.max(...fetch.mock.calls.map(([ids]) => ids.length))).toBe(8)
    expect(port.answersTo(1).flatMap((message) => (message.kind === 'tree' ? message.packs : []))).toHaveLength(100)
  })

  it('[SV42] more than it could wait for is refused with when to come again', async () => {
    port.bufferedBytes = MAX_BUFFERED_BYTES
    for (let request = 1; request <= 1005; request++) answers.answer(treeQuestion(request))
    await spaces.environment.run(10)
    expect(port.sent.length).toBeGreaterThan(0)
    for (const message of port.sent) expect(message).toMatchObject({ kind: 'error', detail: { code: 'too-many' } })
  })

  it('[SV42] is not answered any more once it has gone', async () => {
    const loadTree = vi.spyOn(open.journal, 'loadTree')
    for (const request of [1, 2, 3]) answers.answer(treeQuestion(request))
    answers.stop()
    await spaces.environment.run(1000)
    expect(loadTree).not.toHaveBeenCalled()
  })
})

it('[SV44] who reads slowly is not told who is here until there is room, instead of being cut off', async () => {
  const admission = { role: 'owner', keyId: null, check: () => undefined } as const
  const session = new HostSession({ open, admission, isTrusted: false, port, send: port.send })
  session.start()
  const heard = (): HostMessage[] => port.sent.filter(({ kind }) => kind === 'presence')
  const note = { who: '2'.repeat(20), state: new Uint8Array(1000) }
  port.bufferedBytes = MAX_BUFFERED_BYTES
  for (let times = 0; times < 100; times++) open.presence.note('another session', note)
  expect(heard()).toEqual([])
  port.read()
  open.presence.note('another session', note)
  expect(heard()).toHaveLength(1)
  session.stop()
})
