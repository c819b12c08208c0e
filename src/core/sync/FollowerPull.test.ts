import { afterEach, beforeEach, expect, it } from 'vitest'
import { packKey } from '../persistence/Pack'
import type { LogPage, PackBatch, PersistenceLayer } from '../persistence/PersistenceLayer'
import { TestDevice, type TestServer } from '../testing/TestDevices'
import type { TestEnvironment } from '../testing/TestEnvironment'
import { addPages, TwoDevices } from '../testing/TwoDevices'
import { CursorKeeper } from './CursorKeeper'
import type { FollowerIntake } from './FollowerIntake'
import { FollowerPull } from './FollowerPull'
import type { FollowerPush } from './FollowerPush'
import { decodeClientMessage, decodeHostMessage } from './messages'

let two: TwoDevices
let world: TestEnvironment
let server: TestServer
let a: TestDevice
let b: TestDevice
/** What machine A has said, since its last hello. */
let said: string[]

beforeEach(() => {
  two = new TwoDevices(5)
  ;({ world, server, a, b } = two)
  said = []
})
afterEach(async () => {
  expect(await two.close(a, b), 'timers left').toBe(0)
})

/** From the next connection on. */
function listen(): void {
  const connect = server.connect.bind(server)
  server.connect = async () => {
    const port = await connect()
    const send = port.send.bind(port)
    return Object.assign(port, {
      send: (frame: Uint8Array) => {
        const { kind } = decodeClientMessage(frame)
        if (kind === 'hello') said = []
        said.push(kind)
        send(frame)
      },
    })
  }
}

/** Machine A anew, on what it had; resolves with what it has said when it asks its first question. */
async function startAgain(spaceId: string): Promise<string[]> {
  a = new TestDevice(world, server, undefined, a.medium)
  await world.settle(a.manager.openSpace(spaceId))
  for (let ms = 0; ms < 1000 && !said.includes('read'); ms++) await world.run(1)
  return [...said]
}

it('[SY60] a machine that comes back asks for what follows with its first question', async () => {
  const [{ id }, onB] = await two.share(a, b)
  await a.close()
  addPages(onB, 3)
  await world.run(2000)
  listen()
  expect(await startAgain(id)).toEqual(['hello', 'read', 'pull'])
  await world.run(5000)
  expect(said.filter((kind) => kind === 'pull')).toHaveLength(1)
  expect((await a.follower(id)).state.current).toMatchObject({ state: 'in-step', isVerified: true })
  expect(a.medium.packs.map(packKey).sort()).toEqual(server.medium.packs.map(packKey).sort())
})

it.each([
  ['takes what followed in its log', true],
  ['takes nothing of what followed in another log', false],
])('[SY60] %s, and not before it knows', async (_what, isSame) => {
  const known = { treeId: 'e'.repeat(32), peerId: '4'.repeat(20), counter: 1, count: 1, body: Uint8Array.of(1) }
  const followed: number[] = []
  const taken: unknown[] = []
  let answer: (page: LogPage) => void = () => undefined
  const cursor = new CursorKeeper('server', undefined, world.timers)
  cursor.startOver('log')
  cursor.pulledThrough(7, packKey(known))
  const pull = new FollowerPull({
    layer: {
      mode: 'two-way',
      summary: () => ({ logId: 'log', head: 9, opCount: 9, fingerprint: '', maxCounter: 9 }),
      readSince: () => new Promise<LogPage>((resolve) => (answer = resolve)),
      follow: (after: number) => void followed.push(after),
    } as unknown as PersistenceLayer,
    cursor,
    intake: { take: async ({ packs }: PackBatch) => void taken.push(packs) } as unknown as FollowerIntake,
    push: {} as unknown as FollowerPush,
    onTaken: () => undefined,
  })
  const meeting = pull.meet()
  expect(followed).toEqual([7])
  const early = pull.take({ packs: [known], through: 9, throughKey: 'nine' })
  await world.run()
  expect(taken).toEqual([])
  answer({ packs: [isSame ? known : { ...known, counter: 2 }], through: 7, head: 9 })
  await world.settle(meeting)
  await world.settle(pull.begin())
  await world.settle(early)
  expect(taken).toHaveLength(isSame ? 1 : 0)
  expect(followed).toEqual(isSame ? [7] : [7, 0])
  expect(cursor.current.pulled).toBe(isSame ? 9 : 0)
  await world.settle(pull.take({ packs: [known], through: 10, throughKey: 'ten' }))
  expect(cursor.current.pulled).toBe(10)
  cursor.save()
})

it.each([
  ['of the same log still counts', 'log', 9],
  ['of a log that has become another moves no position there', 'another log', 0],
])('[SY61] what is taken only after a new connection, because a person was asked, %s', async (_what, logId, pulled) => {
  let decide: () => void = () => undefined
  let logIdThere = 'log'
  const cursor = new CursorKeeper('server', undefined, world.timers)
  cursor.startOver('log')
  const pull = new FollowerPull({
    layer: {
      mode: 'two-way',
      summary: () => ({ logId: logIdThere, head: 9, opCount: 9, fingerprint: '', maxCounter: 9 }),
      follow: () => undefined,
    } as unknown as PersistenceLayer,
    cursor,
    intake: { take: () => new Promise<void>((resolve) => (decide = resolve)) } as unknown as FollowerIntake,
    push: {} as unknown as FollowerPush,
    onTaken: () => undefined,
  })
  await pull.meet()
  await pull.begin()
  const held = pull.take({ packs: [], through: 9, throughKey: 'nine' })
  logIdThere = logId
  await pull.meet()
  await pull.begin()
  decide()
  await held
  expect(cursor.current).toMatchObject({ logId, pulled })
  cursor.save()
})

it('[SY60] a machine takes nothing of what follows in another log, and all of that log from its beginning', async () => {
  const [{ id }, onB] = await two.share(a, b)
  addPages(onB, 20)
  await world.run(5000)
  await a.close()
  addPages(onB, 3)
  await world.run(5000)
  // Under the same name, as if it had been put back and written anew since: other packs stand where A knows some.
  const { medium } = server
  medium.packs = [...medium.packs.slice(-10), ...medium.packs.slice(0, -10)]
  await server.restart()
  await world.run(5000)
  listen()
  expect(await startAgain(id)).toEqual(['hello', 'read', 'pull'])
  await world.run(20_000)
  expect(said.filter((kind) => kind === 'pull').length).toBeGreaterThan(1)
  expect(said).not.toContain('compare')
  expect((await a.follower(id)).state.current).toMatchObject({ state: 'in-step', isVerified: true })
  expect(a.medium.packs.map(packKey).sort()).toEqual(medium.packs.map(packKey).sort())
})

it('[SY2] what could not be journalled while the secrets were still under way is asked for again', async () => {
  const [{ id }, onB] = await two.share(a, b)
  await a.close()
  addPages(onB, 3)
  await world.run(2000)
  const connect = server.connect.bind(server)
  let isFull = true
  server.connect = async () => {
    const port = await connect()
    const [send, onFrame] = [port.send.bind(port), port.onFrame.bind(port)]
    return Object.assign(port, {
      send: (frame: Uint8Array) => {
        if (decodeClientMessage(frame).kind === 'secrets' && isFull)
          a.medium.failure = { code: 'disk-full', path: 'journal' }
        send(frame)
      },
      onFrame: (listener: (frame: unknown) => void) =>
        onFrame((frame) => {
          if (decodeHostMessage(frame).kind !== 'secrets') listener(frame)
          else
            world.timers.after(200, () => {
              a.medium.failure = null
              listener(frame)
            })
        }),
    })
  }
  await startAgain(id)
  await world.run(20_000)
  const { state } = await a.follower(id)
  expect(state.current).toMatchObject({ state: 'failing', lastError: { code: 'disk-full' } })
  isFull = false
  await world.run(120_000)
  expect(state.current).toMatchObject({ state: 'in-step', isVerified: true, lastError: null })
  expect(a.medium.packs.map(packKey).sort()).toEqual(server.medium.packs.map(packKey).sort())
})
