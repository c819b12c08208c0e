import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packKey, type Pack } from '../../core/persistence/Pack'
import { IndexedDBSearchLog } from './IndexedDBSearchLog'
import { SpaceDatabase } from './SpaceDatabase'
import { TestDatabase } from './testing/TestDatabase'

let seed = 900
let on: TestDatabase
let log: IndexedDBSearchLog

beforeEach(() => {
  on = new TestDatabase(seed++)
  log = new IndexedDBSearchLog(on.spaceId)
})
afterEach(async () => {
  log.close()
  await on.dispose()
})

const treeOf = (no: number): string => no.toString(16).padStart(32, '0')

describe('the log of a browser’s space, as an index reads it', () => {
  it('[SE8] tells the newest pack of each tree that changed, and which packs stand where it was read', async () => {
    const layer = await on.open({ mode: 'create' })
    const [first, second] = [on.write(3, treeOf(1)), on.write(2, treeOf(2))]
    layer.append([...first, ...second])
    await on.settle(layer.flush())
    const { logId } = layer.summary()
    expect(await log.changesAfter(0)).toEqual({
      ...{ logId, head: 5, keyAt: '', keyAtHead: packKey(second[1]!) },
      newestByTree: new Map([
        [treeOf(1), 3],
        [treeOf(2), 5],
      ]),
    })
    expect(await log.changesAfter(3)).toMatchObject({
      keyAt: packKey(first[2]!),
      newestByTree: new Map([[treeOf(2), 5]]),
    })
    expect(await log.changesAfter(5)).toMatchObject({ keyAt: packKey(second[1]!), newestByTree: new Map() })
    expect(await log.changesAfter(9)).toMatchObject({ head: 5, keyAt: '', newestByTree: new Map() })
  })

  it('[SE8] tells the same of much', async () => {
    const layer = await on.open({ mode: 'create' })
    const packs: Pack[] = Array.from({ length: 300 }, (_, no) => on.write(2, treeOf(no))).flat()
    layer.append(packs)
    await on.settle(layer.flush())
    const all = [...(await log.changesAfter(0)).newestByTree]
    expect(all).toEqual(Array.from({ length: 300 }, (_, no) => [treeOf(no), 2 * no + 2]))
    expect([...(await log.changesAfter(101)).newestByTree]).toEqual(all.slice(50))
  })

  it('[SE11] rejects for a space that is not there, and for packs that are not whole', async () => {
    await expect(log.changesAfter(0)).rejects.toMatchObject({ detail: { code: 'space-missing' } })
    const layer = await on.open({ mode: 'create' })
    layer.append(on.write(2, treeOf(1)))
    await on.settle(layer.flush())
    const database = new SpaceDatabase({ spaceId: on.spaceId, logId: '', mode: 'open' })
    await database.use(async (db) => db.put('pack', { ...(await db.get('pack', 2))!, checksum: 1 }))
    await database.close()
    const reading = async (): Promise<number> => {
      let count = 0
      for await (const packs of log.loadTree(treeOf(1), 0)) count += packs.length
      return count
    }
    await expect(reading()).rejects.toMatchObject({ detail: { code: 'damaged' } })
  })
})
