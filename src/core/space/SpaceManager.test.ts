import { afterEach, describe, expect, it } from 'vitest'
import { MemoryMedium } from '../persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../persistence/MemoryPersistenceLayer'
import { TestSpaces } from '../testing/TestSpaces'
import { newSpaceId } from './Space'

let spaces: TestSpaces
afterEach(() => spaces.close())

describe('SpaceManager', () => {
  it('[SP3] a space is durable when it has been created, and whole when opened again', async () => {
    spaces = new TestSpaces()
    const { open, space } = await spaces.create()
    const pageId = space.createPage(space.contentId, 'First').entryId
    await spaces.settle(open.flush())
    await spaces.settle(spaces.manager.closeSpace(open.id))
    const again = await spaces.settle((await spaces.settle(spaces.manager.openSpace(open.id))).space())
    expect(again.look).toEqual({ name: 'Test', color: 'green', icon: '🌳' })
    expect(again.entries.children(again.contentId).map((entry) => entry.id)).toEqual([pageId])
  })

  it('[SP3] everyone who opens a space gets the same one, and it stays until the last has gone', async () => {
    spaces = new TestSpaces()
    const { open } = await spaces.create()
    const second = await spaces.settle(spaces.manager.openSpace(open.id))
    expect(second).toBe(open)
    await spaces.settle(spaces.manager.closeSpace(open.id))
    expect(spaces.manager.openIds).toEqual([open.id])
    await spaces.settle(spaces.manager.closeSpace(open.id))
    expect(spaces.manager.openIds).toEqual([])
  })

  it('[SP3] several spaces live side by side', async () => {
    spaces = new TestSpaces()
    const a = await spaces.create()
    const b = await spaces.create()
    a.space.createPage(a.space.contentId, 'Only in A')
    await spaces.settle(a.open.flush())
    expect(spaces.medium(b.open.id).packs.every((pack) => pack.treeId === b.open.id)).toBe(true)
    expect(b.space.entries.children(b.space.contentId)).toEqual([])
  })

  it('[SP4] opening reads the first screen without building the tree', async () => {
    spaces = new TestSpaces()
    const { open, space } = await spaces.create()
    const folder = space.entries.createFolder(space.contentId, 'Folder')
    space.createPage(folder, 'Inside')
    await spaces.settle(open.flush())
    await spaces.settle(spaces.manager.closeSpace(open.id))
    const again = await spaces.settle(spaces.manager.openSpace(open.id))
    const rows = await spaces.settle(again.outline('content'))
    expect(rows.map(({ name, kind, hasChildren }) => ({ name, kind, hasChildren }))).toEqual([
      { name: 'Folder', kind: 'folder', hasChildren: true },
    ])
    expect(again.liveSpace).toBeUndefined()
    expect(await spaces.settle(again.look())).toEqual(space.look)
  })
})

describe('layers of an open space', () => {
  it('[SY2] a layer added while open takes what the journal has, and gives what it had', async () => {
    spaces = new TestSpaces()
    const { open, space } = await spaces.create()
    space.createPage(space.contentId, 'Here')
    await spaces.settle(open.flush())
    const medium = new MemoryMedium(spaces.environment)
    // What the other layer holds already: the same space, written to elsewhere.
    const elsewhere = new TestSpaces(99)
    elsewhere.medium(open.id).packs.push(...spaces.medium(open.id).packs)
    const other = await elsewhere.settle((await elsewhere.settle(elsewhere.manager.openSpace(open.id))).space())
    other.createPage(other.contentId, 'There')
    await elsewhere.close()
    medium.packs.push(...elsewhere.medium(open.id).packs)

    open.addLayer(new MemoryPersistenceLayer(open.id, medium, spaces.environment, 'usb'))
    await spaces.environment.run(1000)
    expect(open.followers[0]?.state.current).toMatchObject({ state: 'in-step', isVerified: true, lastError: null })
    expect(
      space.entries
        .children(space.contentId)
        .map((entry) => entry.name)
        .sort(),
    ).toEqual(['Here', 'There'])
    space.createPage(space.contentId, 'Later')
    await spaces.settle(open.flush())
    await spaces.environment.run(1000)
    expect(medium.packs).toHaveLength(spaces.medium(open.id).packs.length)
    await spaces.settle(open.removeLayer('usb'))
    expect(open.followers).toEqual([])
  })

  it('[SY2] a broken layer delays nothing, says why, and catches up when it heals', async () => {
    const medium = new MemoryMedium(new TestSpaces(5).environment)
    medium.failure = { code: 'folder-missing', path: 'usb' }
    spaces = new TestSpaces(6, (id) => [new MemoryPersistenceLayer(id, medium, spaces.environment, 'usb')])
    const { open, space } = await spaces.create()
    space.createPage(space.contentId, 'Here')
    await spaces.settle(open.flush())
    expect(open.saveState.current.state).toBe('saved')
    expect(open.followers[0]?.state.current).toMatchObject({ state: 'failing', lastError: { code: 'folder-missing' } })
    medium.failure = null
    await spaces.environment.run(120_000)
    expect(open.followers[0]?.state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect(medium.packs).toHaveLength(spaces.medium(open.id).packs.length)
  })

  it('[SY3] a layer whose log is another one is offered everything again', async () => {
    const medium = new MemoryMedium(new TestSpaces(7).environment)
    spaces = new TestSpaces(8, (id) => [new MemoryPersistenceLayer(id, medium, spaces.environment, 'usb')])
    const { open, space } = await spaces.create()
    space.createPage(space.contentId, 'Here')
    await spaces.settle(open.flush())
    await spaces.settle(spaces.manager.closeSpace(open.id))
    expect(medium.packs.length).toBeGreaterThan(0)
    // Restored from a backup that was empty.
    medium.packs = []
    medium.logId = newSpaceId(spaces.environment)
    const again = await spaces.settle(spaces.manager.openSpace(open.id))
    await spaces.environment.run(1000)
    expect(again.followers[0]?.state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect(medium.packs).toHaveLength(spaces.medium(open.id).packs.length)
  })

  it('[SP6] secrets merge from all layers by version and are saved to all of them', async () => {
    const medium = new MemoryMedium(new TestSpaces(9).environment)
    medium.secrets = [{ key: 'token', version: 3, value: 'from the layer' }]
    spaces = new TestSpaces(10, (id) => [new MemoryPersistenceLayer(id, medium, spaces.environment, 'usb')])
    const { open } = await spaces.create()
    await spaces.environment.run(1000)
    expect(open.secrets.get('token')).toBe('from the layer')
    open.secrets.set('token', 'newer')
    open.secrets.set('key', 'other')
    await spaces.environment.run(1000)
    for (const secrets of [medium.secrets, spaces.medium(open.id).secrets]) {
      expect(new Map(secrets.map((secret) => [secret.key, secret]))).toEqual(
        new Map([
          ['token', { key: 'token', version: 4, value: 'newer' }],
          ['key', { key: 'key', version: 1, value: 'other' }],
        ]),
      )
    }
  })
})

describe('windows on one space', () => {
  it('[SP1] two windows type in one text at once and both texts survive', async () => {
    spaces = new TestSpaces()
    const { open } = await spaces.create()
    const a = await spaces.window(open.id)
    const b = await spaces.window(open.id)
    const { treeId } = a.space.createPage(a.space.contentId, 'Shared')
    await spaces.environment.run(100)
    const [treeA, treeB] = [
      await spaces.settle(a.space.openAppTree(treeId)),
      await spaces.settle(b.space.openAppTree(treeId)),
    ]
    const textA = treeA.tree.text(treeA.tree.root?.id ?? '', 'body').getText('body')
    const textB = treeB.tree.text(treeB.tree.root?.id ?? '', 'body').getText('body')
    for (const [index, letter] of 'abcdefghij'.split('').entries()) {
      textA.insert(index, letter)
      textB.insert(textB.length, letter.toUpperCase())
    }
    await spaces.environment.run(1000)
    expect(textA.toString()).toBe(textB.toString())
    expect(textA.toString().split('').sort().join('')).toBe('ABCDEFGHIJabcdefghij')
    expect(textA.toString().replace(/[A-Z]/g, '')).toBe('abcdefghij')
    a.space.closeAppTree(treeId)
    b.space.closeAppTree(treeId)
  })

  it('[SP2] nobody hears of an edit before the journal has it', async () => {
    spaces = new TestSpaces()
    const { open } = await spaces.create()
    const a = await spaces.window(open.id)
    const b = await spaces.window(open.id)
    spaces.medium(open.id).failure = { code: 'disk-full', path: 'journal' }
    a.space.entries.createFolder(a.space.contentId, 'Not yet')
    await spaces.environment.run(5000)
    expect(a.open.saveState.current).toMatchObject({ state: 'failing', lastError: { code: 'disk-full' } })
    expect(b.space.entries.children(b.space.contentId)).toEqual([])
    spaces.medium(open.id).failure = null
    await spaces.environment.run(120_000)
    expect(a.open.saveState.current.state).toBe('saved')
    expect(b.space.entries.children(b.space.contentId).map((entry) => entry.name)).toEqual(['Not yet'])
  })

  it('[SP5] "saved" is said after the commit and not before', async () => {
    spaces = new TestSpaces()
    const { open } = await spaces.create()
    const a = await spaces.window(open.id)
    const before = spaces.medium(open.id).packs.length
    const seen: string[] = []
    a.open.saveState.subscribe(({ state }) => {
      seen.push(`${state} with ${spaces.medium(open.id).packs.length - before} committed`)
    })
    a.space.entries.createFolder(a.space.contentId, 'New')
    expect(a.open.saveState.current.state).toBe('saving')
    await spaces.environment.run(1000)
    expect(seen.filter((line) => line.startsWith('saved'))).toEqual(['saved with 1 committed'])
  })

  it('[SP7] a document is in memory only while someone has it open, and its last words are not lost', async () => {
    spaces = new TestSpaces()
    const { open, space } = await spaces.create()
    const { treeId } = space.createPage(space.contentId, 'Page')
    expect(space.appTrees.openCount).toBe(0)
    await spaces.settle(
      space.withAppTree(treeId, ({ tree }) =>
        tree
          .text(tree.root?.id ?? '', 'body')
          .getText('body')
          .insert(0, 'last words'),
      ),
    )
    expect(space.appTrees.openCount).toBe(0)
    // Opened again in the same turn, before anything was committed.
    const text = await spaces.settle(
      space.withAppTree(treeId, ({ tree }) =>
        tree
          .text(tree.root?.id ?? '', 'body')
          .getText('body')
          .toString(),
      ),
    )
    expect(text).toBe('last words')
    await spaces.settle(open.flush())
  })
})
