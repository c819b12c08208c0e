import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, type ErrorDetail } from '../AppError'
import { QueuedWire, type WireWeather } from '../testing/QueuedWire'
import { TestSpaces } from '../testing/TestSpaces'
import { ClientLink, type LinkMember } from './ClientLink'
import { OPEN_GATE, type Admission, type Gate } from './Gate'
import { decodeClientMessage, encodeMessage, type ClientMessage } from './messages'
import type { Port } from './Port'
import { RemotePersistenceLayer } from './RemotePersistenceLayer'
import { SpaceHost } from './SpaceHost'

let spaces: TestSpaces
let host: SpaceHost
let wires: QueuedWire[]
let weather: WireWeather
let said: ClientMessage[]
/** What the host gets to read of what the client says. */
let asRead: (message: ClientMessage) => ClientMessage

beforeEach(() => {
  spaces = new TestSpaces()
  host = spaces.host
  wires = []
  weather = { maxDelayMs: 0 }
  said = []
  asRead = (message) => message
})
afterEach(async () => {
  for (const wire of wires) wire.cut()
  await spaces.settle(host.close())
  await spaces.close()
})

/** As a host reads it that knows nothing of spaces in a hello. */
function asOlderReads(message: ClientMessage): ClientMessage {
  if (message.kind !== 'hello') return message
  const { spaces: _unknown, ...older } = message
  return older
}

function newLink(): ClientLink {
  return new ClientLink({ connect: () => Promise.resolve(connect()), environment: spaces.environment, name: 'test' })
}

function connect(): Port {
  const { timers, random } = spaces.environment
  const wire = new QueuedWire(timers, random, weather)
  wires.push(wire)
  host.accept(wire.host)
  const send = wire.client.send.bind(wire.client)
  return Object.assign(wire.client, {
    send: (frame: Uint8Array) => {
      const message = decodeClientMessage(frame)
      said.push(message)
      send(encodeMessage(asRead(message)))
    },
  })
}

/** Spaces that are open only as long as somebody is attached to them. */
async function someSpaces(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made++) {
    const { id } = (await spaces.create()).open
    await spaces.settle(spaces.manager.closeSpace(id))
    ids.push(id)
  }
  return ids
}

function layerOf(spaceId: string, link: ClientLink): RemotePersistenceLayer {
  return new RemotePersistenceLayer({ id: 'remote', spaceId, link })
}

/** A layer that is being opened, however that ends. */
function openedOf(spaceId: string, link: ClientLink): RemotePersistenceLayer {
  const layer = layerOf(spaceId, link)
  layer.open(() => undefined).catch(() => undefined)
  return layer
}

async function expectToWork(...layers: readonly RemotePersistenceLayer[]): Promise<void> {
  for (const layer of layers) {
    expect(layer.status.current.state).toBe('ready')
    expect((await spaces.settle(layer.readSince(0, 1))).packs).toHaveLength(1)
  }
}

/** Until the hello is on its way, and nothing has come back yet. */
async function untilHello(): Promise<void> {
  while (said.length === 0) await Promise.resolve()
}

describe('a connection to a host', () => {
  it('[SY56] is attached to all its spaces with its hello', async () => {
    const link = newLink()
    const layers = (await someSpaces(3)).map((id) => openedOf(id, link))
    await spaces.environment.run(100)
    expect(said.map(({ kind }) => kind)).toEqual(['hello'])
    await expectToWork(...layers)
    for (const layer of layers) await spaces.settle(layer.close())
  })

  it('[SY56] is attached to them with the next hello, too, when it was lost', async () => {
    const link = newLink()
    const layers = (await someSpaces(2)).map((id) => openedOf(id, link))
    await spaces.environment.run(100)
    wires.at(-1)?.cut()
    await spaces.environment.run(5000)
    expect(said.map(({ kind }) => kind)).toEqual(['hello', 'hello'])
    await expectToWork(...layers)
    for (const layer of layers) await spaces.settle(layer.close())
  })

  it('[SY56] asks an older host for each space by itself', async () => {
    asRead = asOlderReads
    const link = newLink()
    const layers = (await someSpaces(2)).map((id) => openedOf(id, link))
    await spaces.environment.run(100)
    expect(said.map(({ kind }) => kind)).toEqual(['hello', 'attach', 'attach'])
    await expectToWork(...layers)
    for (const layer of layers) await spaces.settle(layer.close())
  })

  it('[SY56] lets go of a space that nobody wants any more when the host answers, and asks for one that came since', async () => {
    const [kept = '', left = '', late = ''] = await someSpaces(3)
    const link = newLink()
    const layer = openedOf(kept, link)
    const leave = link.join(left, deafMember())
    await untilHello()
    expect(said).toMatchObject([{ kind: 'hello', spaces: [kept, left] }])
    leave()
    const lateLayer = openedOf(late, link)
    await spaces.environment.run(100)
    expect(said.slice(1)).toEqual([
      { kind: 'attach', space: late },
      { kind: 'detach', space: left },
    ])
    expect(spaces.manager.openIds.sort()).toEqual([kept, late].sort())
    await expectToWork(layer, lateLayer)
    for (const each of [layer, lateLayer]) await spaces.settle(each.close())
  })

  it('[SY56] is attached for who came for a space in the place of who left it before the host answered', async () => {
    const [id = '', other = ''] = await someSpaces(2)
    const link = newLink()
    const otherLayer = openedOf(other, link)
    const leave = link.join(id, deafMember())
    await untilHello()
    leave()
    const layer = openedOf(id, link)
    await spaces.environment.run(100)
    expect(said.map(({ kind }) => kind)).toEqual(['hello'])
    await expectToWork(layer, otherLayer)
    for (const each of [layer, otherLayer]) await spaces.settle(each.close())
  })

  it('[SY56] is attached to the others when one of its spaces is not to be had', async () => {
    const [id = '', missing = ''] = await someSpaces(2)
    host = new SpaceHost(spaces.manager, {
      isTrusted: true,
      enter: async (hello) => {
        const visitor = await OPEN_GATE.enter(hello)
        const admit = async (space: string): Promise<Admission> => {
          if (space === missing) throw new AppError({ code: 'no-access', space })
          return visitor.admit(space)
        }
        return { ...visitor, admit }
      },
    })
    const link = newLink()
    const refused = layerOf(missing, link)
    const opening = refused.open(() => undefined)
    const layer = openedOf(id, link)
    await expect(spaces.settle(opening)).rejects.toMatchObject({ detail: { code: 'no-access', space: missing } })
    await spaces.environment.run(100)
    await expectToWork(layer)
    await spaces.settle(layer.close())
  })

  it.each<ErrorDetail>([
    { code: 'not-signed-in', reason: 'revoked' },
    { code: 'too-many', retryAfterMs: 30_000 },
  ])('[SY56] has nothing of its spaces when it is not let in, and all of them when it is ($code)', async (refusal) => {
    let isIn = false
    host = new SpaceHost(
      spaces.manager,
      gateThatAsks(async () => {
        if (!isIn) throw new AppError(refusal)
      }),
    )
    const link = newLink()
    const layers = (await someSpaces(2)).map((id) => layerOf(id, link))
    const openings = Promise.allSettled(layers.map((layer) => layer.open(() => undefined)))
    const refused = { status: 'rejected', reason: { detail: { code: refusal.code } } }
    expect(await spaces.settle(openings)).toMatchObject([refused, refused])
    expect(spaces.manager.openIds).toEqual([])
    isIn = true
    await spaces.settle(Promise.all(layers.map((layer) => layer.open(() => undefined))))
    await expectToWork(...layers)
    for (const layer of layers) await spaces.settle(layer.close())
  })

  it('[SY56] has nothing of its spaces from a host that stops before it has let it in, and all of them from the next', async () => {
    let letIn: () => void = () => undefined
    const entering = new Promise<void>((resolve) => {
      letIn = resolve
    })
    host = new SpaceHost(
      spaces.manager,
      gateThatAsks(() => entering),
    )
    const link = newLink()
    const layers = (await someSpaces(2)).map((id) => openedOf(id, link))
    await spaces.environment.run(10)
    const stopping = host
    host = spaces.host
    await spaces.settle(stopping.close({ code: 'server-stopping', retryAfterMs: 1000 }))
    letIn()
    await spaces.environment.run(1)
    expect(spaces.manager.openIds).toEqual([])
    await spaces.environment.run(5000)
    await expectToWork(...layers)
    for (const layer of layers) await spaces.settle(layer.close())
  })

  it('[SY58] begins again with a host that speaks of a space before its welcome', async () => {
    const [id = ''] = await someSpaces(1)
    const layer = openedOf(id, newLink())
    await untilHello()
    const summary = { logId: 'x', head: 1, opCount: 1, fingerprint: '0'.repeat(16), maxCounter: 1 }
    const early = { kind: 'attached', space: id, summary, role: 'owner', keyId: null } as const
    wires[0]?.client.receive(encodeMessage(early))
    expect(layer.status.current).toMatchObject({ state: 'opening', lastError: { code: 'bad-frame' } })
    await spaces.environment.run(5000)
    expect(wires).toHaveLength(2)
    await expectToWork(layer)
    await spaces.settle(layer.close())
  })

  it.each(['now', 'older'])(
    '[SY58] whatever joins, leaves and breaks meanwhile, its members are attached in the end, and nobody else (host of %s)',
    async (age) => {
      const ids = await someSpaces(4)
      if (age === 'older') asRead = asOlderReads
      weather = { maxDelayMs: 20, duplicates: 0.05 }
      const { random } = spaces.environment
      for (let round = 0; round < 40; round++) {
        const link = newLink()
        const layerById = new Map<string, RemotePersistenceLayer>()
        for (let step = 0; step < 25; step++) {
          const id = random.pick(ids) ?? ''
          const layer = layerById.get(id)
          const event = random.pick(['cut', 'retry', ...Array<string>(8).fill('member')])
          if (event === 'cut') wires.at(-1)?.cut()
          else if (event === 'retry') link.retryNow()
          else if (!layer) layerById.set(id, openedOf(id, link))
          else if (random.chance(0.5)) {
            layerById.delete(id)
            await layer.close()
          }
          if (random.chance(0.6)) await spaces.environment.run(random.integer(40))
        }
        await spaces.environment.run(60_000)
        await expectToWork(...layerById.values())
        expect(spaces.manager.openIds.sort()).toEqual([...layerById.keys()].sort())
        for (const layer of layerById.values()) await spaces.settle(layer.close())
        await spaces.environment.run(1000)
        expect(spaces.manager.openIds).toEqual([])
      }
    },
  )
})

function deafMember(): LinkMember {
  const nothing = (): void => undefined
  return { onWelcome: nothing, onMessage: nothing, onLost: nothing, onRefused: nothing }
}

function gateThatAsks(mayEnter: () => Promise<void>): Gate {
  return {
    isTrusted: true,
    enter: async (hello) => {
      await mayEnter()
      return OPEN_GATE.enter(hello)
    },
  }
}
