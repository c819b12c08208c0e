import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Space } from '../space/Space'
import { TestDevice, type TestServer } from '../testing/TestDevices'
import type { TestEnvironment } from '../testing/TestEnvironment'
import { addPages, pageNames, TwoDevices } from '../testing/TwoDevices'

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

describe('the safety fuse', () => {
  async function trashMuchOn(count: number): Promise<{ onA: Space; onB: Space }> {
    const onA = await a.create()
    const folder = onA.entries.createFolder(onA.contentId, 'Archive')
    addPages(onA, count, 'kept')
    addPages(onA, 30, 'archived', folder)
    await world.run(5000)
    const onB = await b.join(onA.id)
    expect(pageNames(onB)).toHaveLength(count + 31)
    onA.entries.trash(folder)
    await world.run(5000)
    return { onA, onB }
  }

  it('[SY14] more than a fifth of the documents into the trash: nothing happens before a person has decided', async () => {
    const { onA, onB } = await trashMuchOn(60)
    const follower = await b.follower(onA.id)
    expect(follower.state.current).toMatchObject({ state: 'held', fuse: { documents: 30, total: 90 } })
    expect(pageNames(onB)).toHaveLength(91)
    // Its own changes still go out.
    addPages(onB, 1, 'new')
    await world.run(3000)
    expect(pageNames(onA)).toContain('new 0')
    follower.answerFuse('take')
    await world.run(5000)
    expect(pageNames(onB)).toHaveLength(61)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true })
  })

  it('[SY14] keeping the documents brings them back, on the other machine too', async () => {
    const { onA, onB } = await trashMuchOn(60)
    const follower = await b.follower(onA.id)
    follower.answerFuse('keep')
    await world.run(5000)
    expect(pageNames(onB)).toHaveLength(91)
    expect(pageNames(onA)).toHaveLength(91)
    expect(follower.state.current.isVerified).toBe(true)
  })

  it('[SY14] it asks again after a restart, and what was let through can be put back from the restore point', async () => {
    const { onA } = await trashMuchOn(60)
    await b.close()
    b = new TestDevice(world, server, undefined, b.medium)
    const open = await world.settle(b.manager.openSpace(onA.id))
    await world.run(5000)
    const onB = await world.settle(open.space())
    expect(open.followers[0]?.state.current.state).toBe('held')
    expect(pageNames(onB)).toHaveLength(91)
    open.followers[0]?.answerFuse('take')
    await world.run(5000)
    const [point] = await world.settle(open.restorePoints.list())
    expect(point).toMatchObject({ documents: 30, layerId: 'server:test' })
    expect(await world.settle(open.restore(point?.id ?? ''))).toBe(1)
    await world.run(5000)
    expect(pageNames(onB)).toHaveLength(91)
    expect(pageNames(onA)).toHaveLength(91)
  })

  it('[SY52] a machine that has nothing of the space yet takes what was trashed before it came', async () => {
    const onA = await a.create()
    const folder = onA.entries.createFolder(onA.contentId, 'Archive')
    addPages(onA, 1000, 'archived', folder)
    await world.run(5000)
    onA.entries.trash(folder)
    addPages(onA, 20, 'kept')
    await world.run(5000)
    await b.join(onA.id)
    const follower = await b.follower(onA.id)
    expect(follower.state.current).toMatchObject({ state: 'in-step', isVerified: true })
    // From now on it has something to lose.
    for (const { id } of onA.entries.children(onA.contentId)) onA.entries.trash(id)
    await world.run(5000)
    expect(follower.state.current).toMatchObject({ state: 'held', fuse: { documents: 20, total: 20 } })
  })

  it('[SY14] cleaning up by hand, and emptying the trash, ask nobody', async () => {
    const onA = await a.create()
    addPages(onA, 100)
    await world.run(5000)
    const onB = await b.join(onA.id)
    const ids = onA.entries.children(onA.contentId).map(({ id }) => id)
    for (const id of ids.slice(0, 15)) onA.entries.trash(id)
    await world.run(5000)
    expect(pageNames(onB)).toHaveLength(85)
    Array.from(onA.entries.deletingForever(onA.tree.childIds(onA.trashId)))
    await world.run(5000)
    expect((await b.follower(onA.id)).state.current).toMatchObject({ state: 'in-step', isVerified: true })
  })
})
