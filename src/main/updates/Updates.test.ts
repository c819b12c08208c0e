import { beforeEach, describe, expect, it } from 'vitest'
import type { UpdateSummary, UpdateWay } from '../../bridge/contract'
import { AppError, type ErrorDetail } from '../../core/AppError'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { NO_MEMORY, type UpdateMemory } from './UpdateMemory'
import type { Updater } from './Updater'
import { FIRST_LOOK_MS, LOOK_AGAIN_MS, LOOK_EVERY_MS, PATIENCE_MS, Updates } from './Updates'

const OFFLINE: ErrorDetail = { code: 'update-unreachable', reason: 'this machine is offline' }

/** A server and an installer that a test leads by hand. */
class FakeUpdater implements Updater {
  found: UpdateSummary | null = { version: '0.2.0', notes: 'New' }
  failure: ErrorDetail | undefined
  isSilent = false
  finds = 0
  downloads: { share: (share: number) => void; end: (failure?: ErrorDetail) => void }[] = []

  find(): Promise<UpdateSummary | null> {
    this.finds += 1
    if (this.isSilent) return new Promise(() => undefined)
    return this.failure ? Promise.reject(new AppError(this.failure)) : Promise.resolve(this.found)
  }

  download(share: (share: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (failure?: ErrorDetail): void => (failure ? reject(new AppError(failure)) : resolve())
      this.downloads.push({ share, end })
    })
  }

  cancel(): void {
    this.downloads.at(-1)?.end({ code: 'cancelled' })
  }

  prepare(): Promise<void> {
    return Promise.resolve()
  }

  install(): void {
    throw new Error('the installation is not this class’s')
  }
}

describe('Updates', () => {
  let environment: TestEnvironment
  let updater: FakeUpdater
  let memory: UpdateMemory
  let looksByItself: boolean
  let installing: () => Promise<boolean>

  const make = (way: UpdateWay = { kind: 'itself' }, hasUpdater = true): Updates =>
    new Updates({
      ...{ version: '0.1.0', way, environment },
      updater: hasUpdater ? updater : undefined,
      looksByItself: () => looksByItself,
      install: () => installing(),
      memory: {
        read: () => Promise.resolve(memory),
        write: (changed) => {
          memory = changed
          return Promise.resolve()
        },
      },
    })
  const started = async (way?: UpdateWay): Promise<Updates> => {
    const updates = make(way)
    await updates.start()
    return updates
  }
  const ready = async (): Promise<Updates> => {
    const updates = await started()
    await updates.check()
    void updates.download()
    updater.downloads[0]?.end()
    await environment.run()
    return updates
  }

  beforeEach(() => {
    environment = new TestEnvironment(1)
    updater = new FakeUpdater()
    memory = NO_MEMORY
    looksByItself = true
    installing = () => Promise.resolve(true)
  })

  it('[UP1] looks soon after the start and every few hours, and fetches what it finds', async () => {
    updater.found = null
    const updates = await started()
    await environment.run(FIRST_LOOK_MS - 1)
    expect(updater.finds).toBe(0)
    await environment.run(1)
    expect(updates.state).toEqual({ kind: 'newest' })
    expect(memory.checkedAt).toBe(environment.now())
    updater.found = { version: '0.2.0', notes: '' }
    await environment.run(LOOK_EVERY_MS)
    expect(updater.finds).toBe(2)
    expect(updates.state).toMatchObject({ kind: 'downloading', share: null })
    updater.downloads[0]?.share(0.5)
    expect(updates.state).toMatchObject({ kind: 'downloading', share: 0.5 })
    updater.downloads[0]?.end()
    await environment.run()
    expect(updates.state).toMatchObject({ kind: 'ready', update: { version: '0.2.0' } })
    updates.close()
    expect(environment.waiting).toBe(0)
  })

  it('[UP3] never looks by itself when it is switched off, until it is switched on', async () => {
    looksByItself = false
    const updates = await started()
    await environment.run(3 * LOOK_EVERY_MS)
    expect(updater.finds).toBe(0)
    await updates.check()
    expect(updates.state).toMatchObject({ kind: 'available' })
    expect(updater.downloads).toHaveLength(0)
    looksByItself = true
    await environment.run(LOOK_EVERY_MS)
    expect(updates.state.kind).toBe('downloading')
    updates.close()
  })

  it('[UP3] never looks by itself in safe mode, and still when it is asked', async () => {
    const updates = make()
    await updates.start(false)
    await environment.run(LOOK_EVERY_MS)
    expect(updater.finds).toBe(0)
    await updates.check()
    expect(updates.state.kind).toBe('available')
    updates.close()
  })

  it('[UP2] what a person asks for is shown, and is fetched when the person says so', async () => {
    const updates = await started()
    const checking = updates.check()
    expect(updates.state.kind).toBe('checking')
    await checking
    expect(updates.state).toEqual({ kind: 'available', update: { version: '0.2.0', notes: 'New' } })
    expect(updater.downloads).toHaveLength(0)
    updates.close()
  })

  it('[UP4] what was cancelled is not fetched again by itself', async () => {
    const updates = await started()
    await environment.run(FIRST_LOOK_MS)
    updates.cancel()
    await environment.run()
    expect(updates.summary.current).toMatchObject({ state: { kind: 'available' }, problem: null })
    await environment.run(LOOK_EVERY_MS)
    expect(updates.state.kind).toBe('available')
    void updates.download()
    expect(updates.state.kind).toBe('downloading')
    updates.close()
    await environment.run()
    expect(environment.waiting).toBe(0)
  })

  it('[UP7] a download that failed says why, and is tried again at the next look', async () => {
    const updates = await started()
    await environment.run(FIRST_LOOK_MS)
    updater.downloads[0]?.end({ code: 'update-damaged', version: '0.2.0' })
    await environment.run()
    expect(updates.summary.current).toMatchObject({ state: { kind: 'available' }, problem: { code: 'update-damaged' } })
    await environment.run(LOOK_EVERY_MS)
    expect(updater.downloads).toHaveLength(2)
    updates.close()
  })

  it('[UP9] an unreachable server is asked again sooner, and what was known stays', async () => {
    const updates = await started()
    await updates.check()
    updater.failure = OFFLINE
    await updates.check()
    expect(updates.summary.current).toMatchObject({ state: { kind: 'available' }, problem: OFFLINE })
    updater.failure = undefined
    updater.found = null
    await environment.run(LOOK_AGAIN_MS)
    expect(updates.summary.current).toMatchObject({ state: { kind: 'newest' }, problem: null })
    updates.close()
  })

  it('[UP9] a server that says nothing is given up on', async () => {
    updater.isSilent = true
    const updates = await started()
    const checking = updates.check()
    await environment.run(PATIENCE_MS)
    await checking
    expect(updates.summary.current).toMatchObject({
      state: { kind: 'none' },
      problem: { reason: 'it does not answer' },
    })
    updates.close()
  })

  it('[UP5] a look does not disturb a download that was begun meanwhile', async () => {
    const updates = await started()
    await updates.check()
    updater.isSilent = true
    await environment.run(LOOK_EVERY_MS)
    void updates.download()
    expect(updates.state.kind).toBe('downloading')
    await environment.run(PATIENCE_MS)
    expect(updates.state.kind).toBe('downloading')
    updates.close()
  })

  it('[UP5] what is ready stays ready, gives way to what is newer, and goes when it was withdrawn', async () => {
    const updates = await ready()
    await updates.check()
    expect(updates.state.kind).toBe('ready')
    updater.found = { version: '0.3.0', notes: '' }
    await updates.check()
    expect(updates.state).toMatchObject({ kind: 'available', update: { version: '0.3.0' } })
    updater.found = null
    await updates.check()
    expect(updates.state.kind).toBe('newest')
    updates.close()
  })

  it('[UP6] nothing is installed that is not ready', async () => {
    installing = () => Promise.reject(new Error('never'))
    const updates = await started()
    await updates.check()
    await updates.install()
    expect(updates.summary.current).toMatchObject({ state: { kind: 'available' }, problem: null })
    updates.close()
  })

  it('[UP6] an installation that fails leaves it ready, with the reason; staying needs none', async () => {
    const updates = await ready()
    const refusal: ErrorDetail = { code: 'update-no-copy', reason: 'the disk is full' }
    installing = () => Promise.reject(new AppError(refusal))
    await updates.install()
    expect(updates.summary.current).toMatchObject({ state: { kind: 'ready' }, problem: refusal })
    installing = () => Promise.resolve(false)
    await updates.install()
    expect(updates.summary.current).toMatchObject({ state: { kind: 'ready' }, problem: null })
    expect(memory.installing).toBeNull()
    updates.close()
  })

  it('[UP8] the next start knows whether the installation took place', async () => {
    const updates = await ready()
    await updates.install()
    expect(updates.state.kind).toBe('installing')
    expect(memory.installing).toEqual({ from: '0.1.0', to: '0.2.0' })
    updates.close()

    const interrupted = await started()
    expect(interrupted.summary.current.problem).toMatchObject({ code: 'update-failed', version: '0.2.0' })
    expect(memory.installing).toBeNull()
    interrupted.close()

    memory = { checkedAt: 7, installing: { from: '0.0.9', to: '0.1.0' } }
    const arrived = await started()
    expect(arrived.summary.current).toMatchObject({ updatedFrom: '0.0.9', problem: null, checkedAt: 7 })
    arrived.close()
  })

  it('[UP14] a system package says what there is, and fetches nothing', async () => {
    const updates = await started({ kind: 'package-manager', command: 'apt' })
    await environment.run(FIRST_LOOK_MS)
    await updates.download()
    expect(updates.state.kind).toBe('available')
    expect(updater.downloads).toHaveLength(0)
    updates.close()
  })

  it('[UP14] a copy that nobody updates asks nobody', async () => {
    const updates = make({ kind: 'not', reason: 'Built from source.' }, false)
    await updates.start()
    await updates.check()
    await environment.run(LOOK_EVERY_MS)
    expect([updater.finds, environment.waiting]).toEqual([0, 0])
    expect(updates.state.kind).toBe('none')
  })
})
