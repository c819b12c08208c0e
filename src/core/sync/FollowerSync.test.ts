import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryMedium } from '../persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../persistence/MemoryPersistenceLayer'
import { AppError } from '../AppError'
import { TestDevice, type TestServer } from '../testing/TestDevices'
import type { TestEnvironment } from '../testing/TestEnvironment'
import { addPages, pageNames, TwoDevices } from '../testing/TwoDevices'
import { decodeClientMessage } from './messages'

let two: TwoDevices
let world: TestEnvironment
let server: TestServer
let a: TestDevice
let b: TestDevice

beforeEach(() => {
  two = new TwoDevices(7)
  ;({ world, server, a, b } = two)
})

afterEach(async () => {
  expect(await two.close(a, b), 'timers left').toBe(0)
})

describe('two machines and a server', () => {
  it('[SY10] what was written offline on each meets, and both say it is verified', async () => {
    const onA = await a.create()
    await world.run(2000)
    const onB = await b.join(onA.id)
    server.isUp = false
    server.cut()
    addPages(onA, 2, 'from A')
    addPages(onB, 2, 'from B')
    await world.run(5000)
    expect((await a.follower(onA.id)).state.current).toMatchObject({ state: 'offline', isVerified: false, toSend: 3 })
    server.isUp = true
    await world.run(120_000)
    expect(pageNames(onA)).toEqual(['from A 0', 'from A 1', 'from B 0', 'from B 1'])
    expect(pageNames(onB)).toEqual(pageNames(onA))
    for (const device of [a, b]) {
      const { state } = await device.follower(onA.id)
      expect(state.current).toMatchObject({ state: 'in-step', isVerified: true, toSend: 0, toReceive: 0 })
    }
  })

  it('[SY3] a server whose database is an older copy under the same name is given what it lacks', async () => {
    const onA = await a.create()
    await world.run(2000)
    const older = copyOf(server.medium)
    addPages(onA, 3)
    await world.run(3000)
    // Meanwhile somebody else has written to the copy, so that its head says nothing.
    older.packs.push(...(await packsOfAnotherTree(6)))
    await server.restart(older)
    await world.run(120_000)
    const { state } = await a.follower(onA.id)
    expect(state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect(server.medium.packs.length).toBe(a.medium.packs.length)
  })

  it('[SY3] an empty database in place of the server’s is filled again', async () => {
    const onA = await a.create()
    addPages(onA, 3)
    await world.run(3000)
    await server.restart(new MemoryMedium(world))
    await world.run(120_000)
    expect((await a.follower(onA.id)).state.current.isVerified).toBe(true)
    expect(server.medium.packs.length).toBe(a.medium.packs.length)
  })

  it('[SY11] sides that differ though their positions agree are compared and mended', async () => {
    const onA = await a.create()
    addPages(onA, 300)
    await world.run(5000)
    const lost = server.medium.packs.splice(10, 3)
    // The positions still look right: as many packs, of which three are another tree's.
    server.medium.packs.splice(10, 0, ...(await packsOfAnotherTree(lost.length)))
    await server.restart()
    await world.run(120_000)
    expect((await a.follower(onA.id)).state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect(a.medium.packs.length).toBe(server.medium.packs.length)
    const result = await world.settle((await a.follower(onA.id)).verify())
    expect(result).toEqual({ isEqual: true, sent: 0, received: 0 })
  })

  it('[SY11] a comparison that was cut off is made on the next connection', async () => {
    const onA = await a.create()
    addPages(onA, 30)
    await world.run(5000)
    server.medium.packs.splice(10, 3, ...(await packsOfAnotherTree(3)))
    const connect = server.connect.bind(server)
    let cuts = 0
    server.connect = async () => {
      const port = await connect()
      const send = port.send.bind(port)
      return Object.assign(port, {
        send: (frame: Uint8Array) => {
          if (decodeClientMessage(frame).kind === 'compare' && cuts++ === 0) server.cut()
          else send(frame)
        },
      })
    }
    await server.restart()
    await world.run(120_000)
    expect(cuts).toBeGreaterThan(1)
    expect((await a.follower(onA.id)).state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect(a.medium.packs.length).toBe(server.medium.packs.length)
  })

  it('[SY12] a change the server will never take is kept apart and shown, and the rest goes on', async () => {
    const onA = await a.create()
    await world.run(2000)
    const follower = await a.follower(onA.id)
    const poisoned = {
      treeId: 'e'.repeat(32),
      peerId: '7'.repeat(20),
      counter: 9_000_000,
      count: 1,
      body: new Uint8Array(3),
    }
    ;(await a.opened(onA.id)).append([poisoned])
    addPages(onA, 1, 'after')
    await world.run(5000)
    const { quarantined, toSend, isVerified } = follower.state.current
    expect(quarantined).toMatchObject([{ treeId: poisoned.treeId, counter: 9_000_000, detail: { code: 'bad-op' } }])
    expect({ toSend, isVerified }).toEqual({ toSend: 0, isVerified: false })
    expect(await world.settle(follower.treesBehind())).toEqual(new Set([poisoned.treeId]))
    await a.close()
    a = new TestDevice(world, server, undefined, a.medium)
    await world.settle(a.manager.openSpace(onA.id))
    const again = await a.follower(onA.id)
    await world.run(5000)
    expect(again.state.current.quarantined).toHaveLength(1)
    await world.settle(again.retryQuarantined())
    expect(again.state.current.quarantined).toHaveLength(1)
  })

  it('[SY15] whoever is removed keeps what is here, is told, and comes back when let in again', async () => {
    const onA = await a.create()
    addPages(onA, 2)
    await world.run(3000)
    const detail = { code: 'no-access', space: onA.id } as const
    server.exclusion = detail
    server.revoke(detail, onA.id)
    addPages(onA, 1, 'after')
    await world.run(3000)
    const follower = await a.follower(onA.id)
    expect(follower.state.current).toMatchObject({ state: 'refused', lastError: detail })
    expect(pageNames(onA)).toHaveLength(3)
    server.exclusion = null
    await world.settle(follower.syncNow())
    await world.run(2000)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true })
  })

  it('[SY16] an expired login pauses syncing until somebody signs in', async () => {
    const onA = await a.create()
    await world.run(2000)
    const detail = { code: 'not-signed-in', reason: 'expired' } as const
    server.refusal = detail
    server.revoke(detail)
    addPages(onA, 1)
    await world.run(10_000)
    const follower = await a.follower(onA.id)
    expect(follower.state.current).toMatchObject({ state: 'refused', lastError: detail })
    server.refusal = null
    a.link.retryNow()
    await world.settle(follower.syncNow())
    await world.run(2000)
    expect(follower.state.current.isVerified).toBe(true)
  })

  it('[SY17] a viewer receives, and its own changes wait here with the reason', async () => {
    const onA = await a.create()
    await world.run(2000)
    const onB = await b.join(onA.id)
    server.onCheck = () => {
      throw new AppError({ code: 'read-only-member' })
    }
    addPages(onB, 1, 'mine')
    await world.run(3000)
    const follower = await b.follower(onA.id)
    expect(follower.state.current).toMatchObject({
      state: 'failing',
      lastError: { code: 'read-only-member' },
    })
    server.onCheck = () => undefined
    addPages(onA, 1, 'theirs')
    await world.run(120_000)
    expect(pageNames(onB)).toEqual(['mine 0', 'theirs 0'])
    expect(follower.state.current.isVerified).toBe(true)
  })

  it('[SY18] a server that asks for time gets it', async () => {
    const onA = await a.create()
    await world.run(2000)
    let asked = 0
    server.onCheck = () => {
      asked += 1
      throw new AppError({ code: 'too-many', retryAfterMs: 30_000 })
    }
    addPages(onA, 1)
    await world.run(29_000)
    expect(asked).toBe(1)
    server.onCheck = () => undefined
    await world.run(5000)
    expect((await a.follower(onA.id)).state.current.isVerified).toBe(true)
  })

  it('[SV25] a full disk of the server is told without where that is', async () => {
    const onA = await a.create()
    await world.run(2000)
    server.medium.failure = { code: 'disk-full', path: '/srv/grove/space.sqlite' }
    addPages(onA, 1)
    await world.run(3000)
    const { lastError, state } = (await a.follower(onA.id)).state.current
    expect(state).toBe('failing')
    expect(lastError).toEqual({ code: 'server-error', server: 'The server', reason: 'disk-full' })
    server.medium.failure = null
    await world.run(120_000)
    expect((await a.follower(onA.id)).state.current.isVerified).toBe(true)
  })

  it('[SP6] a secret set on one machine is on the other at once', async () => {
    const onA = await a.create()
    await world.run(2000)
    await b.join(onA.id)
    ;(await a.opened(onA.id)).secrets.set('api', 'one')
    await world.run(2000)
    expect((await b.opened(onA.id)).secrets.get('api')).toBe('one')
  })

  it('[SP12] one secret set on two machines at once ends up the same everywhere', async () => {
    const onA = await a.create()
    await world.run(2000)
    await b.join(onA.id)
    server.isUp = false
    server.cut()
    ;(await a.opened(onA.id)).secrets.set('api', 'from A')
    ;(await b.opened(onA.id)).secrets.set('api', 'from B')
    await world.run(2000)
    server.isUp = true
    await world.run(120_000)
    for (const device of [a, b]) expect((await device.opened(onA.id)).secrets.get('api')).toBe('from B')
    expect(server.medium.secrets).toMatchObject([{ key: 'api', value: 'from B' }])
  })
})

it('[SY13, UI224] a layer that can bear only one write in a while is given all that waits at once', async () => {
  const medium = new MemoryMedium(world)
  const slow = new TestDevice(world, server, (spaceId) => [
    Object.assign(new MemoryPersistenceLayer(spaceId, medium, world, 'slow'), { paceMs: 30_000 }),
  ])
  const space = await slow.create()
  await world.run(1000)
  const before = medium.packs.length
  addPages(space, 3)
  await world.run(20_000)
  expect(medium.packs.length).toBe(before)
  const paced = (await slow.opened(space.id)).followers.find(({ layer }) => layer.id === 'slow')
  expect(paced?.state.current).toMatchObject({ state: 'catching-up', isVerified: false })
  expect(paced?.state.current.toSend).toBe(slow.medium.packs.length - before)
  await world.run(15_000)
  expect(medium.packs.length).toBe(slow.medium.packs.length)
  await slow.close()
})

function copyOf(medium: MemoryMedium): MemoryMedium {
  const copy = new MemoryMedium(world)
  copy.logId = medium.logId
  copy.packs = [...medium.packs]
  return copy
}

async function packsOfAnotherTree(count: number): Promise<MemoryMedium['packs']> {
  return Array.from({ length: count }, (_, index) => ({
    treeId: 'd'.repeat(32),
    peerId: '3'.repeat(20),
    counter: index + 1,
    count: 1,
    body: Uint8Array.of(index),
  }))
}
