import { afterEach, beforeEach, expect, it } from 'vitest'
import { QueuedWire } from '../testing/QueuedWire'
import { TestSpaces } from '../testing/TestSpaces'
import { ClientLink, type LinkMember } from './ClientLink'
import { decodeClientMessage, encodeMessage, type ClientMessage } from './messages'
import type { Port } from './Port'
import { RemotePersistenceLayer } from './RemotePersistenceLayer'

let spaces: TestSpaces
let wire: QueuedWire
let said: ClientMessage[]
/** What the host gets to read of what the client says. */
let asRead: (message: ClientMessage) => ClientMessage

beforeEach(() => {
  spaces = new TestSpaces()
  said = []
  asRead = (message) => message
})
afterEach(async () => {
  wire.cut()
  await spaces.close()
})

function newLink(): ClientLink {
  return new ClientLink({ connect: () => Promise.resolve(connect()), environment: spaces.environment, name: 'test' })
}

function connect(): Port {
  wire = new QueuedWire(spaces.environment.timers, spaces.environment.random)
  spaces.host.accept(wire.host)
  const send = wire.client.send.bind(wire.client)
  return Object.assign(wire.client, {
    send: (frame: Uint8Array) => {
      const message = decodeClientMessage(frame)
      said.push(message)
      send(encodeMessage(asRead(message)))
    },
  })
}

function layerOf(spaceId: string, link: ClientLink): RemotePersistenceLayer {
  return new RemotePersistenceLayer({ id: 'remote', spaceId, link })
}

it('[SY56] is attached to all its spaces with its hello', async () => {
  const [one, two] = [(await spaces.create()).open.id, (await spaces.create()).open.id]
  const link = newLink()
  const layers = [one, two].map((id) => layerOf(id, link))
  const opened = Promise.all(layers.map((layer) => layer.open(() => undefined)))
  await spaces.environment.run(100)
  expect((await opened).map(({ head }) => head > 0)).toEqual([true, true])
  expect(said.map(({ kind }) => kind)).toEqual(['hello'])
  for (const layer of layers) await spaces.settle(layer.close())
})

it('[SY56] asks an older host for each space by itself', async () => {
  const { id } = (await spaces.create()).open
  asRead = (message) => {
    if (message.kind !== 'hello') return message
    const { spaces: _unknown, ...older } = message
    return older
  }
  const layer = layerOf(id, newLink())
  const opened = layer.open(() => undefined)
  await spaces.environment.run(100)
  expect((await opened).head).toBeGreaterThan(0)
  expect(said.map(({ kind }) => kind)).toEqual(['hello', 'attach'])
  await spaces.settle(layer.close())
})

it('[SY56] lets go of a space that nobody wants any more when the host answers, and asks for one that came since', async () => {
  const [kept, left, late] = [
    (await spaces.create()).open.id,
    (await spaces.create()).open.id,
    (await spaces.create()).open.id,
  ]
  const link = newLink()
  const member: LinkMember = {
    onWelcome: () => undefined,
    onMessage: () => undefined,
    onLost: () => undefined,
    onRefused: () => undefined,
  }
  const leaveKept = link.join(kept, member)
  const leave = link.join(left, member)
  await Promise.resolve()
  await Promise.resolve()
  await Promise.resolve()
  expect(said).toMatchObject([{ kind: 'hello', spaces: [kept, left] }])
  leave()
  const layer = layerOf(late, link)
  const opened = layer.open(() => undefined)
  await spaces.environment.run(100)
  expect((await opened).head).toBeGreaterThan(0)
  expect(said.slice(1)).toEqual([
    { kind: 'attach', space: late },
    { kind: 'detach', space: left },
  ])
  await spaces.settle(layer.close())
  leaveKept()
})
