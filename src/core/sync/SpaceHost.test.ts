import { unpack } from 'msgpackr'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pack } from '../persistence/Pack'
import { MAX_COUNTER_LEAP } from '../persistence/Pack'
import { packOps } from '../persistence/packBody'
import { QueuedWire } from '../testing/QueuedWire'
import { TestSpaces } from '../testing/TestSpaces'
import { decodeHostMessage, encodeMessage, MAX_FRAME_BYTES, type ClientMessage, type HostMessage } from './messages'

let spaces: TestSpaces
let spaceId: string
let wire: QueuedWire
let heard: HostMessage[]

beforeEach(async () => {
  spaces = new TestSpaces()
  spaceId = (await spaces.create()).open.id
  wire = new QueuedWire(spaces.environment.timers, spaces.environment.random)
  heard = []
  wire.client.onFrame((frame) => heard.push(decodeHostMessage(frame)))
  spaces.host.accept(wire.host)
})
afterEach(async () => {
  wire.cut()
  await spaces.close()
})

async function say(...messages: ClientMessage[]): Promise<HostMessage[]> {
  heard.length = 0
  for (const message of messages) wire.client.send(encodeMessage(message))
  await spaces.environment.run(100)
  return [...heard]
}

async function attach(): Promise<void> {
  await say({ kind: 'hello', versions: [1], name: 'test' }, { kind: 'attach', space: spaceId })
}

function pack(counter: number): Pack {
  const op = {
    id: { counter, peerId: '1'.repeat(20) },
    targetId: 'v',
    key: 'k',
    value: counter,
    transient: false,
  } as const
  const [made] = packOps(spaceId, [op])
  if (!made) throw new Error('one op, one pack')
  return made
}

describe('what a host refuses from a client', () => {
  it.each([
    ['bytes that mean nothing', new Uint8Array([0xc1, 1, 2])],
    ['something that is not bytes', 'hello'],
    ['an unknown kind', encodeMessage({ kind: 'formatDisk' } as unknown as ClientMessage)],
    ['a message without its parts', encodeMessage({ kind: 'push', space: 'x' } as unknown as ClientMessage)],
  ])('[SY5] %s: a sentence, and the connection goes on', async (_what, frame) => {
    await attach()
    heard.length = 0
    wire.host.receive(frame)
    await spaces.environment.run(10)
    expect(heard).toMatchObject([{ kind: 'error', detail: { code: 'bad-frame' } }])
    expect(await say({ kind: 'ping' })).toEqual([{ kind: 'pong' }])
  })

  it('[SY5] a frame that is too large, unread', async () => {
    wire.host.receive(new Uint8Array(MAX_FRAME_BYTES + 1))
    await spaces.environment.run(10)
    expect(heard).toMatchObject([{ kind: 'error', detail: { code: 'too-large' } }])
  })

  it('[SY6] a counter that leaps, so that no clock can be poisoned', async () => {
    await attach()
    const before = spaces.medium(spaceId).packs.length
    const answer = await say({ kind: 'push', space: spaceId, batch: 1, packs: [pack(MAX_COUNTER_LEAP * 3)] })
    expect(answer).toMatchObject([{ kind: 'ack', batch: 1, refused: [{ index: 0, detail: { code: 'bad-op' } }] }])
    expect(spaces.medium(spaceId).packs).toHaveLength(before)
    expect(await say({ kind: 'push', space: spaceId, batch: 2, packs: [pack(50)] })).toMatchObject([
      { kind: 'ack', batch: 2 },
    ])
  })

  it('[SY5] heads that are none: no peer id, no count, a counter beyond all numbers', async () => {
    await attach()
    for (const bad of [{ peerId: 'me' }, { count: 0 }, { counter: 2 ** 53 }, { body: 'text' }]) {
      const packs = [{ ...pack(50), ...bad }] as Pack[]
      expect(await say({ kind: 'push', space: spaceId, batch: 1, packs })).toMatchObject([{ kind: 'error' }])
    }
  })

  it('[SY5] anything before hello, and a protocol it does not speak', async () => {
    expect(await say({ kind: 'attach', space: spaceId })).toMatchObject([
      { kind: 'error', detail: { code: 'bad-frame' } },
    ])
    expect(await say({ kind: 'hello', versions: [77], name: 'test' })).toMatchObject([
      { kind: 'error', detail: { code: 'version-unsupported' } },
    ])
  })

  it.each([
    [[2, 1], 2],
    [[1], 1],
    [[99, 1], 1],
  ])(
    '[SY42] who speaks versions %j is answered in version %i, and both take what the other sends',
    async (versions, version) => {
      const frames: Uint8Array[] = []
      wire.client.onFrame((frame) => frames.push(frame as Uint8Array))
      expect(await say({ kind: 'hello', versions, name: 'test' })).toMatchObject([{ kind: 'welcome', version }])
      await say({ kind: 'attach', space: spaceId })
      for (const spoken of new Set([1, version])) {
        const frame = encodeMessage({ kind: 'push', space: spaceId, batch: spoken, packs: [pack(50 + spoken)] }, spoken)
        wire.client.send(frame)
        expect(await say()).toContainEqual(expect.objectContaining({ kind: 'ack', batch: spoken, refused: [] }))
      }
      expect(await say({ kind: 'pull', space: spaceId, after: 0, credit: 1000 })).toContainEqual(
        expect.objectContaining({ kind: 'ops', packs: [expect.objectContaining({ treeId: spaceId })] }),
      )
      const lists = frames
        .map((frame) => unpack(frame) as { packs?: unknown })
        .filter(({ packs }) => Array.isArray(packs) && packs.length > 0)
      expect(lists.length > 0).toBe(version === 1)
    },
  )
})

describe('what a host promises a client', () => {
  it('[SY56] attaches it once to each space of its hello', async () => {
    const other = (await spaces.create()).open.id
    const answers = await say({ kind: 'hello', versions: [1], name: 'test', spaces: [spaceId, other, spaceId] })
    expect(answers[0]).toMatchObject({ kind: 'welcome', attaches: true })
    expect(answers.slice(1)).toMatchObject([
      { kind: 'attached', space: spaceId },
      { kind: 'attached', space: other },
    ])
    expect(await say({ kind: 'hello', versions: [1], name: 'test', spaces: [spaceId] })).toEqual([])
  })

  it('[SY1] acknowledges after commit', async () => {
    await attach()
    const before = spaces.medium(spaceId).packs.length
    const [ack] = await say({ kind: 'push', space: spaceId, batch: 9, packs: [pack(40)] })
    expect(ack).toMatchObject({ kind: 'ack', batch: 9, summary: { head: before + 1 } })
  })

  it('[SY1] stores what somebody gave who left before the commit, and has nobody to acknowledge it to', async () => {
    await attach()
    const { packs } = spaces.medium(spaceId)
    const before = packs.length
    // Nobody else is there: the space is closed as soon as it is stored.
    await spaces.settle(spaces.manager.closeSpace(spaceId))
    const push: ClientMessage = { kind: 'push', space: spaceId, batch: 9, packs: [pack(40)] }
    expect(await say(push, { kind: 'detach', space: spaceId })).toEqual([])
    expect(spaces.medium(spaceId).packs.length).toBe(before + 1)
    expect(await say({ kind: 'ping' })).toEqual([{ kind: 'pong' }])
  })

  it('[SY4] sends no more than the credit it was given', async () => {
    await attach()
    expect((await say({ kind: 'pull', space: spaceId, after: 0, credit: 0 })).length).toBe(0)
    const [first] = await say({ kind: 'pull', space: spaceId, credit: 1 })
    expect(first).toMatchObject({ kind: 'ops', through: 1 })
  })

  it('[PL70] gives a long list in parts to who asks for parts, and in one to an older client', async () => {
    const { space, open } = await spaces.window(spaceId)
    for (let no = 0; no < 1200; no++) space.entries.createFolder(space.contentId, `Folder ${no}`)
    await spaces.settle(open.flush())
    await attach()
    const ask = { kind: 'outline', space: spaceId, request: 1, parentId: space.contentId } as const
    const rows = (answers: HostMessage[]): number[] =>
      answers.flatMap((answer) => (answer.kind === 'outline' ? [answer.rows.length] : []))
    expect(rows(await say(ask))).toEqual([1200])
    expect(rows(await say({ ...ask, inParts: true })).length).toBeGreaterThan(2)
    const firsts: number[] = []
    const listed = await spaces.settle(open.outline('content', (entries) => firsts.push(entries.length)))
    expect(firsts).toEqual([200])
    expect(listed).toEqual(space.entries.children(space.contentId))
  })

  it('[SY47] leaves out what a client does not attend to, and goes on with its positions', async () => {
    const { space, open } = await spaces.window(spaceId)
    await attach()
    await say(
      { kind: 'interest', space: spaceId, treeIds: [spaceId] },
      { kind: 'pull', space: spaceId, after: open.journal.summary().head, credit: 1000 },
    )
    heard.length = 0
    const { treeId } = space.createPage(space.contentId, 'Page')
    await spaces.settle(open.flush())
    await spaces.environment.run(100)
    const told = heard.flatMap((message) => (message.kind === 'ops' ? [message] : []))
    expect(new Set(told.flatMap(({ packs }) => packs.map((each) => each.treeId)))).toEqual(new Set([spaceId]))
    expect(told.at(-1)?.through).toBe(open.journal.summary().head)
    await say({ kind: 'interest', space: spaceId, treeIds: null })
    heard.length = 0
    await spaces.settle(space.withAppTree(treeId, ({ tree }) => tree.setProperty(tree.root?.id ?? '', 'k', 1)))
    await spaces.environment.run(100)
    const all = heard.flatMap((message) => (message.kind === 'ops' ? message.packs : []))
    expect(all.map((each) => each.treeId)).toEqual([treeId])
  })

  it('[SY47] a window that opens, closes and loses its host has all of a tree that is open', async () => {
    const [writer, reader] = [await spaces.window(spaceId), await spaces.window(spaceId)]
    const { treeId } = writer.space.createPage(writer.space.contentId, 'Page')
    const pages = [treeId, writer.space.createPage(writer.space.contentId, 'Other').treeId]
    const trees = await Promise.all(pages.map((id) => spaces.settle(writer.space.openAppTree(id))))
    let value = 0
    const write = (): void => {
      for (const { tree } of trees) tree.setProperty(tree.root?.id ?? '', 'k', ++value)
    }
    const read = (): Promise<unknown> =>
      spaces.settle(reader.space.withAppTree(treeId, ({ tree }) => tree.property(tree.root?.id ?? '', 'k')))
    const { random } = spaces.environment
    for (let round = 0; round < 30; round++) {
      write()
      await spaces.environment.run(random.integer(3))
      const opening = reader.space.openAppTree(treeId)
      write()
      await spaces.environment.run(random.integer(3))
      if (random.chance(0.2)) spaces.wires.at(-1)?.cut()
      write()
      await spaces.environment.run(5000)
      const { tree } = await spaces.settle(opening)
      expect(tree.property(tree.root?.id ?? '', 'k')).toBe(value - 1)
      reader.space.closeAppTree(treeId)
    }
    expect(await read()).toBe(value - 1)
  })

  it('[SP41] a tree that is asked for while the host is gone opens when it is back, and keeps nobody from closing', async () => {
    const window = await spaces.window(spaceId)
    const { treeId } = window.space.createPage(window.space.contentId, 'Page', {
      write: ({ tree }) => tree.setProperty(tree.root?.id ?? '', 'k', 'written'),
    })
    await spaces.environment.run(100)
    const early = window.space.openAppTree(treeId)
    window.wire.cut()
    const late = window.space.openAppTree(treeId)
    for (const { tree } of await spaces.settle(Promise.all([early, late])))
      expect(tree.property(tree.root?.id ?? '', 'k')).toBe('written')
    window.space.closeAppTree(treeId)
    window.space.closeAppTree(treeId)
    spaces.wires.at(-1)?.cut()
    const opening = window.space.openAppTree(treeId)
    await spaces.settle(window.open.close())
    await spaces.settle(Promise.allSettled([opening]))
    expect(window.open.journal.status.current.state).toBe('closed')
  })

  it('[SY1] does not send a client its own packs back', async () => {
    await attach()
    await say({ kind: 'pull', space: spaceId, credit: 1000 })
    const answer = await say({ kind: 'push', space: spaceId, batch: 1, packs: [pack(40)] })
    expect(answer.flatMap((message) => (message.kind === 'ops' ? message.packs : []))).toEqual([])
  })
})

describe('what a client does about its host', () => {
  it('[SY7] keeps what is unacknowledged over a lost connection and sends it again', async () => {
    const window = await spaces.window(spaceId)
    window.space.entries.createFolder(window.space.contentId, 'Before the cut')
    window.wire.cut()
    window.space.entries.createFolder(window.space.contentId, 'While offline')
    await spaces.environment.run(10)
    expect(window.open.saveState.current.state).toBe('failing')
    await spaces.environment.run(10_000)
    expect(window.open.saveState.current.state).toBe('saved')
    const other = await spaces.window(spaceId)
    expect(other.space.entries.children(other.space.contentId).map((entry) => entry.name)).toEqual([
      'Before the cut',
      'While offline',
    ])
  })
})
