import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MIGRATIONS } from './schema'
import { SpaceDatabase } from './SpaceDatabase'
import { TestDatabase } from './testing/TestDatabase'

const tomorrow = [...MIGRATIONS, () => undefined]
let seed = 100
let on: TestDatabase

beforeEach(() => {
  on = new TestDatabase(seed++)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await on.dispose()
})

describe('a space in the browser’s database', () => {
  it('[ID1] is not made by opening it', async () => {
    await expect(on.open()).rejects.toMatchObject({ detail: { code: 'space-missing' } })
    expect(await SpaceDatabase.spaceIds()).not.toContain(on.spaceId)
    await on.open({ mode: 'create' })
    expect(await SpaceDatabase.spaceIds()).toContain(on.spaceId)
  })

  it('[ID2] makes way for a newer Grove in another tab, says so, and keeps what it holds', async () => {
    const layer = await on.open({ mode: 'create' })
    layer.append(on.write(3))
    await on.settle(layer.flush())
    const newer = await on.open({ migrations: tomorrow })
    expect(newer.summary()).toEqual(layer.summary())
    expect(layer.status.current.lastError).toMatchObject({
      code: 'newer-schema',
      found: tomorrow.length,
      supported: MIGRATIONS.length,
    })
    layer.append(on.write(1, 'b'.repeat(32)))
    await expect(on.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'newer-schema' } })
    expect(layer.status.current.state).toBe('failing')
    await expect(on.open()).rejects.toMatchObject({ detail: { code: 'newer-schema', found: tomorrow.length } })
  })

  it('[ID12] of an older Grove opens with all it holds, and takes snapshots from then on', async () => {
    const migrations = MIGRATIONS.slice(0, 1)
    const older = new SpaceDatabase({ spaceId: on.spaceId, logId: 'a'.repeat(32), mode: 'create', migrations })
    await older.use((db) => db.put('note', 'kept', 'of an older Grove'))
    await older.close()
    const layer = await on.open()
    expect(await on.settle(layer.loadNote('of an older Grove'))).toBe('kept')
    expect(layer.summary().logId).toBe('a'.repeat(32))
    layer.append(on.write(3))
    await on.settle(layer.flush())
    const snapshot = { treeId: on.spaceId, through: 3, bytes: Uint8Array.of(1, 2, 3) }
    await on.settle(layer.saveSnapshot(snapshot))
    expect(await on.settle(layer.loadSnapshot(on.spaceId))).toEqual(snapshot)
  })

  it('[ID2] says that another tab stands in the way when that one does not let go', async () => {
    const layer = await on.open({ mode: 'create' })
    await on.settle(layer.close())
    const stubborn = await openDB(on.name)
    await expect(on.open({ migrations: tomorrow })).rejects.toMatchObject({ detail: { code: 'folder-in-use' } })
    stubborn.close()
    await on.open({ migrations: tomorrow })
  })

  it('[ID3] is opened again after the browser has closed it, and nothing is lost', async () => {
    const connections: IDBDatabase[] = []
    const { transaction } = IDBDatabase.prototype
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      connections.push(this)
      return transaction.apply(this, args)
    })
    const layer = await on.open({ mode: 'create' })
    const [first, second, third] = on.write(3)
    layer.append([first!])
    await on.settle(layer.flush())
    connections.at(-1)?.close()
    layer.append([second!])
    await on.settle(layer.flush())
    const last = connections.at(-1)
    last?.close()
    last?.dispatchEvent(new Event('close'))
    layer.append([third!])
    expect(await on.settle(layer.flush())).toBe(3)
    expect(new Set(connections).size).toBe(3)
  })

  it('[ID4] that was removed is not made anew as if nothing had been in it', async () => {
    const layer = await on.open({ mode: 'create' })
    layer.append(on.write(2))
    await on.settle(layer.flush())
    await deleteDB(on.name)
    expect(layer.status.current.lastError).toEqual({ code: 'storage-cleared' })
    layer.append(on.write(1, 'b'.repeat(32)))
    await expect(on.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'storage-cleared' } })
    expect(await SpaceDatabase.spaceIds()).not.toContain(on.spaceId)
  })

  it('[ID5] says in a sentence that a browser keeps nothing', async () => {
    vi.stubGlobal('indexedDB', undefined)
    await expect(on.open({ mode: 'create' })).rejects.toMatchObject({ detail: { code: 'no-storage' } })
    await expect(SpaceDatabase.spaceIds()).rejects.toMatchObject({ detail: { code: 'no-storage' } })
  })
})
