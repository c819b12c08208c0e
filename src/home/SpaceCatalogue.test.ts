import { describe, expect, it } from 'vitest'
import { MemoryMedium } from '../core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../core/persistence/MemoryPersistenceLayer'
import { SpaceManager } from '../core/space/SpaceManager'
import { TestEnvironment } from '../core/testing/TestEnvironment'
import { SpaceCatalogue, type UnreadySpace } from './SpaceCatalogue'

const look = { name: 'Home', color: 'green', icon: '🌳' }

/** A data folder in memory. */
class MemoryFolder {
  readonly environment = new TestEnvironment(7)
  readonly mediumById = new Map<string, MemoryMedium>()
  manager = this.newManager()

  newManager(): SpaceManager {
    return new SpaceManager(this.environment, async (id) => {
      const stop = this.#holdUp(id)
      if (stop) await stop
      const medium = this.mediumById.get(id) ?? new MemoryMedium(this.environment)
      this.mediumById.set(id, medium)
      return { journal: new MemoryPersistenceLayer(id, medium, this.environment) }
    })
  }

  #holdUp(id: string): Promise<void> | undefined {
    if (!this.readying.has(id)) return undefined
    return new Promise((resolve) => {
      this.readying.set(id, () => {
        this.readying.delete(id)
        resolve()
      })
    })
  }

  spaceIds(): Promise<string[]> {
    return Promise.resolve([...this.mediumById.keys()].sort())
  }

  /** Spaces whose file is readied first, until this is called. */
  readonly readying = new Map<string, () => void>()

  unready(id: string): UnreadySpace | undefined {
    return this.readying.has(id) ? { name: 'Slow', sentence: 'Bringing Slow up to date…' } : undefined
  }

  space(id: string): string {
    return `/data/spaces/${id}`
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  /** As after a restart of the app. */
  async reopen(): Promise<SpaceCatalogue> {
    await this.settle(this.manager.closeAll())
    this.manager = this.newManager()
    return new SpaceCatalogue(this.manager, this)
  }
}

describe('SpaceCatalogue', () => {
  it('[UI67] lists what lies in the folder, by name, and keeps none of it open', async () => {
    const folder = new MemoryFolder()
    const made = new SpaceCatalogue(folder.manager, folder)
    await folder.settle(made.create({ ...look, name: 'Work' }))
    await folder.settle(made.create(look))
    const catalogue = await folder.reopen()
    const listed = await folder.settle(catalogue.list())
    expect(listed.map(({ name, problem, canOpen }) => [name, problem, canOpen])).toEqual([
      ['Home', null, true],
      ['Work', null, true],
    ])
    expect(folder.manager.openIds).toEqual([])
  })

  it('[UI160] a space that is readied first is listed meanwhile, and nobody waits for it', async () => {
    const folder = new MemoryFolder()
    const made = new SpaceCatalogue(folder.manager, folder)
    const slow = await folder.settle(made.create({ ...look, name: 'Slow' }))
    await folder.settle(made.create(look))
    const catalogue = await folder.reopen()
    folder.readying.set(slow.id, () => undefined)
    const listed = await folder.settle(catalogue.list())
    expect(listed.map(({ name, problem, canOpen, isReadying }) => [name, problem, canOpen, isReadying])).toEqual([
      ['Home', null, true, undefined],
      ['Slow', 'Bringing Slow up to date…', false, true],
    ])
    const holding = catalogue.hold(slow.id)
    await folder.settle(Promise.resolve())
    folder.readying.get(slow.id)?.()
    expect((await folder.settle(holding)).id).toBe(slow.id)
    const ready = catalogue.summaries.current.find(({ id }) => id === slow.id)
    expect(ready).toEqual({ id: slow.id, ...look, name: 'Slow', problem: null, canOpen: true })
  })

  it('[UI67] a space that cannot be opened is listed with the reason, and the others open', async () => {
    const folder = new MemoryFolder()
    const made = new SpaceCatalogue(folder.manager, folder)
    const bad = await folder.settle(made.create({ ...look, name: 'Bad' }))
    const good = await folder.settle(made.create(look))
    const catalogue = await folder.reopen()
    const medium = folder.mediumById.get(bad.id)
    if (medium) medium.failure = { code: 'newer-schema', path: '/data', found: 9, supported: 1 }
    const listed = await folder.settle(catalogue.list())
    expect(listed.find(({ id }) => id === bad.id)).toMatchObject({
      canOpen: false,
      problem: expect.stringContaining('newer Grove') as string,
    })
    expect((await folder.settle(catalogue.hold(good.id))).id).toBe(good.id)
    await expect(folder.settle(catalogue.hold(bad.id))).rejects.toMatchObject({ detail: { code: 'newer-schema' } })
    await expect(folder.settle(catalogue.hold('0'.repeat(32)))).rejects.toMatchObject({
      detail: { code: 'space-missing' },
    })
  })

  it('[UI67] a space of which nothing is left is listed, and is not opened', async () => {
    const folder = new MemoryFolder()
    folder.mediumById.set('a'.repeat(32), new MemoryMedium(folder.environment))
    const [listed] = await folder.settle(new SpaceCatalogue(folder.manager, folder).list())
    expect(listed).toMatchObject({ canOpen: false, problem: expect.stringContaining('/data/spaces/aaaa') as string })
  })

  it('[HO10] a space from elsewhere may be opened once something of it has arrived', async () => {
    const elsewhere = new MemoryFolder()
    const { id } = await elsewhere.settle(new SpaceCatalogue(elsewhere.manager, elsewhere).create(look))
    const folder = new MemoryFolder()
    const catalogue = new SpaceCatalogue(folder.manager, folder)
    const open = await folder.settle(catalogue.adopt(id, 'Home of Ada'))
    const waiting = { id, name: 'Home of Ada', canOpen: false, problem: 'This space is on its way here.' }
    expect(catalogue.summaries.current).toMatchObject([waiting])
    open.append(elsewhere.mediumById.get(id)?.packs ?? [])
    await folder.environment.run(1000)
    expect(catalogue.summaries.current).toEqual([{ id, ...look, problem: null, canOpen: true }])
    expect(await folder.settle(catalogue.adopt(id, 'again'))).toBe(open)
  })

  it('[UI67] tells when a space in use gets another name, and stops when closed', async () => {
    const folder = new MemoryFolder()
    const catalogue = new SpaceCatalogue(folder.manager, folder)
    const { id } = await folder.settle(catalogue.create(look))
    const open = await folder.settle(catalogue.hold(id))
    const space = await folder.settle(open.space())
    const told: string[][] = []
    catalogue.summaries.subscribe((summaries) => told.push(summaries.map(({ name }) => name)))
    space.setLook({ name: 'House' })
    await folder.environment.run(1000)
    expect(told).toEqual([['House']])
    expect((await folder.settle(catalogue.held())).map((held) => held.id)).toEqual([id])
    catalogue.close()
    space.setLook({ name: 'Hut' })
    await folder.environment.run(1000)
    expect(told).toEqual([['House']])
  })
})
