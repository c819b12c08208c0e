import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryMedium } from '../persistence/MemoryMedium'
import type { Space } from '../space/Space'
import { TestDevice, type TestServer } from '../testing/TestDevices'
import type { TestEnvironment } from '../testing/TestEnvironment'
import { pageNames, TwoDevices } from '../testing/TwoDevices'

let two: TwoDevices
let world: TestEnvironment
let server: TestServer
let a: TestDevice
let b: TestDevice
let onA: Space
let onB: Space

beforeEach(async () => {
  two = new TwoDevices(11)
  ;({ world, server, a, b } = two)
  ;[onA, onB] = await two.share(a, b)
})

afterEach(async () => {
  expect(await two.close(a, b), 'timers left').toBe(0)
})

function failServer(): void {
  server.medium.failure = { code: 'disk-full', path: '/srv' }
}

/** The server as it is after `kill -9`: what it had committed, and no more. */
async function killServer(): Promise<void> {
  server.cut()
  const kept = new MemoryMedium(world)
  kept.logId = server.medium.logId
  kept.packs = [...server.medium.packs]
  await server.restart(kept)
}

describe('what a machine gets before the server has it on its disk', () => {
  it('[SY43] is shown and durable there, and "in step" is said only after the server’s commit', async () => {
    failServer()
    const before = server.medium.packs.length
    onA.createPage(onA.contentId, 'early')
    await world.run(300)
    expect(pageNames(onB)).toEqual(['early'])
    expect(b.medium.packs.length).toBe(a.medium.packs.length)
    const follower = await b.follower(onA.id)
    expect(server.medium.packs.length).toBe(before)
    expect(follower.state.current).toMatchObject({ state: 'catching-up', isVerified: false, toSend: 2 })
    expect(await world.settle(follower.treesBehind())).toContain(onA.id)
    server.medium.failure = null
    await world.run(60_000)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true, toSend: 0, toReceive: 0 })
    expect(server.medium.packs.length).toBe(a.medium.packs.length)
  })

  it('[SY43] [SY7] reaches a server that died before its commit, also from who only got it, when its writer is gone', async () => {
    failServer()
    onA.createPage(onA.contentId, 'early')
    await world.run(300)
    // The writer's machine is lost with its disk.
    server.isUp = false
    await killServer()
    const follower = await b.follower(onA.id)
    expect(follower.state.current.toSend).toBe(2)
    await a.close()
    server.isUp = true
    await world.run(120_000)
    expect(server.medium.packs.length).toBe(b.medium.packs.length)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true })
  })

  it('[SY43] is remembered as not there when this machine stops before the server’s commit', async () => {
    failServer()
    onA.createPage(onA.contentId, 'early')
    await world.run(3000)
    const cursor = b.medium.cursors.find(({ layerId }) => layerId === 'server:test')
    expect(cursor?.pulled).toBe(server.medium.packs.length)
    expect(cursor?.pushed).toBe(b.medium.packs.length - 2)
  })

  it('[SY43] lets own changes go out meanwhile, and nothing comes twice', async () => {
    onA.createPage(onA.contentId, 'from A')
    onB.createPage(onB.contentId, 'from B')
    await world.run(20)
    onA.createPage(onA.contentId, 'again from A')
    onB.createPage(onB.contentId, 'again from B')
    await world.run(3000)
    expect(pageNames(onA)).toEqual(['again from A', 'again from B', 'from A', 'from B'])
    expect(pageNames(onB)).toEqual(pageNames(onA))
    for (const medium of [a.medium, b.medium]) expect(medium.packs.length).toBe(server.medium.packs.length)
    for (const device of [a, b]) expect((await device.follower(onA.id)).state.current.isVerified).toBe(true)
  })

  it('[SY14] [SY43] waits for a person when it would trash much, and its position waits with it', async () => {
    const folder = onA.entries.createFolder(onA.contentId, 'Archive')
    for (let page = 0; page < 30; page++) onA.createPage(folder, `page ${page}`)
    await world.run(5000)
    onA.entries.trash(folder)
    await world.run(5000)
    expect((await b.follower(onA.id)).state.current).toMatchObject({ state: 'held', isVerified: false })
    expect(b.medium.cursors.find(({ layerId }) => layerId === 'server:test')?.pulled).toBe(
      server.medium.packs.length - 1,
    )
    await b.close()
    b = new TestDevice(world, server, undefined, b.medium)
    await world.settle(b.manager.openSpace(onA.id))
    await world.run(5000)
    const again = await b.follower(onA.id)
    expect(again.state.current.state).toBe('held')
    again.answerFuse('take')
    await world.run(5000)
    expect(again.state.current).toMatchObject({ state: 'in-step', isVerified: true })
  })
})
