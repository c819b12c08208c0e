import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryDisk } from '../persistence/MemoryDisk'
import { MemoryMedium } from '../persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../persistence/MemoryPersistenceLayer'
import { packKey } from '../persistence/Pack'
import type { Space } from '../space/Space'
import { TestDevice, type TestServer } from '../testing/TestDevices'
import type { TestEnvironment } from '../testing/TestEnvironment'
import { pageNames, TwoDevices } from '../testing/TwoDevices'

const SYNC_MS = 5000

let two: TwoDevices
let world: TestEnvironment
let server: TestServer
let a: TestDevice
let b: TestDevice
let backup: MemoryMedium
let onA: Space
let onB: Space
let syncMs = 0

/** A's disk takes as long as a test wants; A also has a backup on another one. */
beforeEach(async () => {
  syncMs = 0
  two = new TwoDevices(12)
  ;({ world, server, b } = two)
  backup = new MemoryMedium(world)
  a = new TestDevice(world, server, (id) => [new MemoryPersistenceLayer(id, backup, world, 'backup')])
  a.medium.disk = new MemoryDisk(a.medium, () => syncMs)
  ;[onA, onB] = await two.share(a, b)
})

afterEach(async () => {
  expect(await two.close(a, b), 'timers left').toBe(0)
})

describe('what is written and not on this disk yet', () => {
  it('[SP42] is with others, and neither saved nor in step nor in a backup before this disk has it', async () => {
    const open = await a.opened(onA.id)
    const follower = await a.follower(onA.id)
    const [before, backedUp] = [open.head.current, backup.packs.length]
    syncMs = SYNC_MS
    onA.createPage(onA.contentId, 'soon')
    await world.run(SYNC_MS / 2)
    expect(pageNames(onB)).toEqual(['soon'])
    expect(server.medium.packs.length).toBe(a.medium.packs.length)
    expect(open.saveState.current.state).toBe('saving')
    expect(open.head.current).toBe(before)
    expect(follower.state.current).toMatchObject({ isVerified: false })
    expect(backup.packs.length).toBe(backedUp)
    await world.run(SYNC_MS)
    expect(open.saveState.current.state).toBe('saved')
    expect(open.head.current).toBe(a.medium.packs.length)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true, toSend: 0, toReceive: 0 })
    expect(backup.packs.length).toBe(a.medium.packs.length)
  })

  it('[SP42] comes back under the same ids when the power went off', async () => {
    syncMs = SYNC_MS
    onA.createPage(onA.contentId, 'soon')
    await world.run(SYNC_MS / 2)
    const given = server.medium.packs.map(packKey)
    // The machine as it is after that; its process with all it knew is gone.
    const survivor = new MemoryMedium(world)
    const { logId, packs, secrets, cursors } = a.medium
    Object.assign(survivor, { logId, secrets, cursors, packs: packs.slice(0, (await a.opened(onA.id)).head.current) })
    expect(survivor.packs.length).toBeLessThan(given.length)
    server.isUp = false
    server.cut()
    await a.close()
    server.isUp = true
    const again = new TestDevice(world, server, () => [], survivor)
    const open = await world.settle(again.manager.openSpace(onA.id))
    const space = await world.settle(open.space())
    space.createPage(space.contentId, 'after')
    await world.run(60_000)
    expect(pageNames(space)).toEqual(pageNames(onB))
    expect(pageNames(space)).toHaveLength(2)
    const keys = survivor.packs.map(packKey)
    expect(keys).toEqual(expect.arrayContaining(given))
    expect(new Set(keys).size).toBe(keys.length)
    expect(open.followers[0]?.state.current).toMatchObject({ state: 'in-step', isVerified: true })
    await again.close()
  })

  it('[SP42] is not called in step while this disk fails, and is when it is well again', async () => {
    const follower = await a.follower(onA.id)
    syncMs = SYNC_MS
    onA.createPage(onA.contentId, 'soon')
    await world.run(SYNC_MS / 2)
    a.medium.failure = { code: 'disk-error', path: '/a', reason: 'the disk says no' }
    await world.run(SYNC_MS)
    expect(pageNames(onB)).toEqual(['soon'])
    expect((await a.opened(onA.id)).saveState.current.state).toBe('failing')
    expect(follower.state.current.isVerified).toBe(false)
    syncMs = 0
    a.medium.failure = null
    await world.run(60_000)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect(server.medium.packs.length).toBe(a.medium.packs.length)
  })
})
