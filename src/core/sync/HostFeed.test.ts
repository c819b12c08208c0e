import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pack } from '../persistence/Pack'
import { QueuedWire } from '../testing/QueuedWire'
import { TestSpaces } from '../testing/TestSpaces'
import { decodeHostMessage, encodeMessage, type ClientMessage, type HostMessage } from './messages'

let spaces: TestSpaces
let space: string
let writer: Client
let reader: Client

beforeEach(async () => {
  spaces = new TestSpaces()
  space = (await spaces.create()).open.id
  writer = new Client()
  reader = new Client()
  await spaces.environment.run(100)
})
afterEach(async () => {
  writer.wire.cut()
  reader.wire.cut()
  await spaces.close()
})

class Client {
  readonly wire = new QueuedWire(spaces.environment.timers, spaces.environment.random)
  readonly heard: HostMessage[] = []

  constructor() {
    this.wire.client.onFrame((frame) => this.heard.push(decodeHostMessage(frame)))
    spaces.host.accept(this.wire.host)
    this.say({ kind: 'hello', versions: [2], name: 'test' }, { kind: 'attach', space })
  }

  say(...messages: ClientMessage[]): void {
    for (const message of messages) this.wire.client.send(encodeMessage(message, 2))
  }

  /** What it has heard since the last call, of these kinds. */
  async hears(...kinds: HostMessage['kind'][]): Promise<HostMessage[]> {
    await spaces.environment.run(100)
    return this.heard.splice(0).filter(({ kind }) => kinds.includes(kind))
  }
}

function pack(counter: number): Pack {
  return { treeId: 'e'.repeat(32), peerId: '1'.repeat(20), counter, count: 1, body: Uint8Array.of(counter) }
}

const head = (): number => spaces.medium(space).packs.length

async function follow(credit = 1000, early = true): Promise<void> {
  reader.say({ kind: 'pull', space, after: head(), credit, early })
  await reader.hears('ops')
}

/** The host's disk takes nothing, and takes its time to say so. */
function fail(): void {
  spaces.medium(space).failure = { code: 'disk-full', path: '/' }
}

async function heal(): Promise<void> {
  spaces.medium(space).failure = null
  await spaces.environment.run(60_000)
}

it('[SY57] who begins to read gets half a page first, then whole ones', async () => {
  const packs = Array.from({ length: 1600 }, (_, index) => pack(50 + index))
  for (const batch of [0, 1]) {
    writer.say({ kind: 'push', space, batch, packs: packs.slice(batch * 800, batch * 800 + 800) })
    await writer.hears('ack')
  }
  const sizes = async (): Promise<number[]> =>
    (await reader.hears('ops')).map((message) => ('packs' in message ? message.packs.length : 0))
  for (let times = 0; times < 2; times++) {
    reader.say({ kind: 'pull', space, after: head() - 1600, credit: 20_000 })
    expect(await sizes()).toEqual([500, 1000, 100])
  }
})

describe('packs that come before their commit', () => {
  it('[SY43] go to who asked for them at once; their position and the acknowledgement follow the commit', async () => {
    await follow()
    fail()
    writer.say({ kind: 'push', space, batch: 1, packs: [pack(50)] })
    expect(await reader.hears('early', 'ops')).toMatchObject([{ kind: 'early', number: 1, packs: [{ counter: 50 }] }])
    expect(await writer.hears('ack', 'early', 'ops')).toEqual([])
    const before = head()
    await heal()
    expect(await reader.hears('early', 'ops')).toMatchObject([
      { kind: 'ops', packs: [], after: before, through: before + 1, early: 1, summary: { head: before + 1 } },
    ])
  })

  it('[SY43] are not sent to who did not ask', async () => {
    await follow(1000, false)
    fail()
    writer.say({ kind: 'push', space, batch: 1, packs: [pack(50)] })
    expect(await reader.hears('early', 'ops')).toEqual([])
    await heal()
    const [ops, ...more] = await reader.hears('early', 'ops')
    expect(ops).toMatchObject({ kind: 'ops', packs: [{ counter: 50 }], through: head() })
    expect(ops).not.toHaveProperty('early')
    expect(more).toEqual([])
  })

  it('[SY43] are called durable also when the host knew them before', async () => {
    writer.say({ kind: 'push', space, batch: 1, packs: [pack(50)] })
    await writer.hears('ack')
    await follow()
    const before = head()
    writer.say({ kind: 'push', space, batch: 2, packs: [pack(50)] })
    expect(await reader.hears('early', 'ops')).toMatchObject([
      { kind: 'early', number: 1 },
      { kind: 'ops', packs: [], after: before, through: before, early: 1 },
    ])
  })

  it('[SY4] [SY43] stay within the credit, and none overtakes what did not come early', async () => {
    await follow(2)
    fail()
    const batches = [[pack(50)], [pack(51), pack(52)], [pack(53)]]
    for (const [batch, packs] of batches.entries()) writer.say({ kind: 'push', space, batch, packs })
    expect(await reader.hears('early', 'ops')).toMatchObject([{ kind: 'early', packs: [{ counter: 50 }] }])
    await heal()
    reader.say({ kind: 'pull', space, credit: 1000 })
    const told = (await reader.hears('early', 'ops')) as Extract<HostMessage, { kind: 'ops' }>[]
    expect(told.flatMap(({ packs }) => packs.map(({ counter }) => counter))).toEqual([51, 52, 53])
  })

  it('[SY43] come again by position to who asks anew from before them', async () => {
    await follow()
    fail()
    const before = head()
    writer.say({ kind: 'push', space, batch: 1, packs: [pack(50)] })
    await reader.hears('early')
    reader.say({ kind: 'pull', space, after: before, credit: 1000, early: true })
    await heal()
    expect(await reader.hears('ops')).toMatchObject([{ packs: [{ counter: 50 }], after: before, through: before + 1 }])
  })
})
