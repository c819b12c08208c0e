import { afterEach, beforeEach, expect, it } from 'vitest'
import { MemoryMedium } from '../persistence/MemoryMedium'
import { packKey } from '../persistence/Pack'
import type { Space } from '../space/Space'
import { TestDevice, type TestServer } from '../testing/TestDevices'
import type { TestEnvironment } from '../testing/TestEnvironment'
import { addPages, TwoDevices } from '../testing/TwoDevices'
import { decodeClientMessage } from './messages'

let two: TwoDevices
let world: TestEnvironment
let server: TestServer
let a: TestDevice
/** Of all packs that were offered to the server. */
let offered: string[]

beforeEach(() => {
  two = new TwoDevices(11)
  ;({ world, server, a } = two)
  offered = []
  server.onCheck = (packs) => void offered.push(...packs.map(packKey))
})
afterEach(async () => {
  expect(await two.close(a, two.b), 'timers left').toBe(0)
})

/** Each page in packs of its own. */
async function write(space: Space, pages: number): Promise<void> {
  for (let page = 0; page < pages; page++) {
    addPages(space, 1, `page ${page}`)
    await world.run(1)
  }
}

async function expectAllThereOnce(spaceId: string): Promise<void> {
  expect((await a.follower(spaceId)).state.current).toMatchObject({ isVerified: true, toSend: 0, quarantined: [] })
  expect(new Set(offered)).toEqual(new Set(server.medium.packs.map(packKey)))
  expect(offered.length).toBe(server.medium.packs.length)
  expect(server.medium.packs.length).toBe(a.medium.packs.length)
}

it('[SY55] what was written before a machine was let in is offered once, in order, however long that took', async () => {
  server.isUp = false
  const onA = await a.create()
  await write(onA, 400)
  server.isUp = true
  server.exclusion = { code: 'no-access', space: onA.id }
  await world.run(120_000)
  expect(offered).toEqual([])
  await write(onA, 300)
  server.exclusion = null
  await world.run(240_000)
  expect(offered).toEqual(a.medium.packs.map(packKey))
  await expectAllThereOnce(onA.id)
})

it('[SY55] the first that a machine sends in a space is what it has written', async () => {
  server.isUp = false
  const onA = await a.create()
  await write(onA, 20)
  const kinds: string[] = []
  const connect = server.connect.bind(server)
  server.connect = async () => {
    const port = await connect()
    const send = port.send.bind(port)
    return Object.assign(port, {
      send: (frame: Uint8Array) => {
        kinds.push(decodeClientMessage(frame).kind)
        send(frame)
      },
    })
  }
  server.isUp = true
  await world.run(120_000)
  expect(kinds.slice(0, 2)).toEqual(['hello', 'push'])
})

it('[SY55] a machine that comes back to a server with another log gives it all, what it made ready included', async () => {
  const onA = await a.create()
  await write(onA, 100)
  await world.run(5000)
  server.isUp = false
  server.cut()
  await write(onA, 50)
  await a.close()
  offered = []
  await server.restart(new MemoryMedium(world))
  a = new TestDevice(world, server, undefined, a.medium)
  server.isUp = true
  await world.settle(a.manager.openSpace(onA.id))
  await world.run(120_000)
  expect((await a.follower(onA.id)).state.current).toMatchObject({ isVerified: true, toSend: 0 })
  expect(server.medium.packs.map(packKey).sort()).toEqual(a.medium.packs.map(packKey).sort())
})
