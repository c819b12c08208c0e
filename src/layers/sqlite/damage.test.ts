import Database from 'better-sqlite3'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../core/AppError'
import { opCountOf, packKey, type Pack } from '../../core/persistence/Pack'
import { packOps } from '../../core/persistence/packBody'
import type { PersistenceLayer } from '../../core/persistence/PersistenceLayer'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { SpaceFolderLock } from './SpaceFolderLock'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)

let folder: string
let path: string
let environment: TestEnvironment
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-damage-'))
  path = join(folder, 'space.sqlite')
  environment = new TestEnvironment(1)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function layer(mode: 'open' | 'create' = 'open'): SQLitePersistenceLayer {
  return new SQLitePersistenceLayer({ spaceId: SPACE, path, mode, environment, sealer: testSealer, sync: syncAtOnce })
}

/** A closed database with `count` packs of about 400 bytes. */
async function written(count: number): Promise<Pack[]> {
  const store = layer('create')
  await store.open()
  const tree = SpaceTree.create({ treeId: SPACE, peerId: newPeerId(environment), environment })
  const packs: Pack[] = []
  for (let i = 0; i < count; i++) {
    tree.setProperty(tree.root?.id ?? '', 'text', `${i} ${'lorem ipsum '.repeat(30)}`)
    packs.push(...packOps(SPACE, tree.takeLocalOps()))
  }
  store.append(packs)
  await environment.settle(store.flush())
  await environment.settle(store.close())
  return packs
}

async function all(store: PersistenceLayer): Promise<Pack[]> {
  const packs: Pack[] = []
  for (let at = 0; ;) {
    const page = await store.readSince(at, 1000)
    if (page.through === at) return packs
    packs.push(...page.packs)
    at = page.through
  }
}

async function refused(): Promise<ErrorCode | undefined> {
  try {
    const store = layer()
    await store.open()
    await environment.settle(store.close())
    return undefined
  } catch (error) {
    return (error as { detail: { code: ErrorCode } }).detail.code
  }
}

describe('a database that is not as it was left', () => {
  it('[PL12] zero bytes: set aside, said, and the space can be written to', async () => {
    await written(3)
    writeFileSync(path, '')
    const store = layer()
    await store.open()
    expect(store.status.current).toMatchObject({ state: 'ready', lastError: { code: 'damaged' } })
    expect(store.summary().opCount).toBe(0)
    expect(readdirSync(folder)).toContain('damaged-1.sqlite')
    await environment.settle(store.close())
  })

  it('[PL12] truncated: what is left is recovered, under a new log id', async () => {
    const packs = await written(400)
    const before = layer()
    const { logId } = await before.open()
    await environment.settle(before.close())
    truncateSync(path, 40_960)
    const store = layer()
    await store.open()
    expect(store.status.current.lastError?.code).toBe('damaged')
    expect(store.summary().logId).not.toBe(logId)
    const found = await all(store)
    const keys = new Set(packs.map(packKey))
    expect(found.every((pack) => keys.has(packKey(pack)))).toBe(true)
    await environment.settle(store.close())
  })

  it('[PL12] a broken page in the middle costs only what lay on it', async () => {
    const packs = await written(400)
    const bytes = readFileSync(path)
    // A leaf of the pack table: somewhere its rows stand.
    const at = bytes.indexOf('200 lorem ipsum')
    const pageStart = at - (at % 4096)
    bytes.fill(0xff, pageStart, pageStart + 4096)
    // The mark of an unclean exit, so that the file is checked.
    writeFileSync(path, bytes)
    uncleanly()
    const store = layer()
    await store.open()
    expect(store.status.current.lastError?.code).toBe('damaged')
    const found = await all(store)
    expect(found.length).toBeGreaterThan(packs.length * 0.9)
    expect(found.length).toBeLessThan(packs.length)
    expect(store.summary().opCount).toBe(opCountOf(found))
    await environment.settle(store.close())
  })

  it('[PL12] broken first bytes: everything else is recovered', async () => {
    const packs = await written(20)
    const bytes = readFileSync(path)
    bytes.write('XXXX', 0)
    writeFileSync(path, bytes)
    const store = layer()
    await store.open()
    expect((await all(store)).map(packKey)).toEqual(packs.map(packKey))
    await environment.settle(store.close())
  })

  it('[PL13] a flipped byte in a body: that pack is left out and the status says so', async () => {
    const packs = await written(20)
    const bytes = readFileSync(path)
    // Every copy of it: page splits leave old ones in unused space.
    for (let at = bytes.indexOf('13 lorem'); at >= 0; at = bytes.indexOf('13 lorem', at + 1)) {
      bytes[at + 20] = (bytes[at + 20] ?? 0) ^ 0x01
    }
    writeFileSync(path, bytes)
    const store = layer()
    await store.open()
    const found = await all(store)
    expect(found).toHaveLength(packs.length - 1)
    expect(store.status.current.lastError?.code).toBe('damaged')
    await environment.settle(store.close())
  })

  it('[PL14] of another application: refused, and not one byte changed', async () => {
    const other = new Database(path)
    other.exec('CREATE TABLE recipe (id INTEGER)')
    other.pragma('application_id = 42')
    other.close()
    const before = readFileSync(path)
    expect(await refused()).toBe('not-a-space')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('[PL14] of a newer Grove: refused, and nothing changed', async () => {
    await written(2)
    const newer = new Database(path)
    newer.pragma('user_version = 99')
    newer.close()
    expect(await refused()).toBe('newer-schema')
    expect(new Database(path).pragma('user_version', { simple: true })).toBe(99)
  })

  it('[PL14] missing: refused, and no empty one is made in its place', async () => {
    expect(await refused()).toBe('space-missing')
    expect(existsSync(path)).toBe(false)
  })
})

describe('a log longer than what its index leaves to memory', () => {
  it('[PL2] [PL5] is known pack by pack after reopening, whichever part of it is stored how', async () => {
    const packs = await written(1200)
    const store = layer()
    const before = await store.open()
    store.append(environment.random.shuffled(packs))
    await environment.settle(store.flush())
    expect(store.summary()).toEqual(before)
    const load = async (): Promise<Pack[]> => {
      const loaded: Pack[] = []
      for await (const part of store.loadTree(SPACE)) loaded.push(...part)
      return loaded
    }
    expect((await environment.settle(load())).map(packKey)).toEqual(packs.map(packKey))
    await environment.settle(store.close())
  })
})

describe('a folder that goes away', () => {
  it('[PL7] is said, keeps what was written, and saves it when it is back', async () => {
    const inner = join(folder, 'drive')
    path = join(inner, 'space.sqlite')
    mkdirSync(inner)
    const [first, second] = await written(2)
    if (!first || !second) throw new Error('nothing was written')
    const store = layer()
    await store.open()
    renameSync(inner, join(folder, 'gone'))
    const later = { ...second, counter: second.counter + second.count }
    store.append([later])
    await expect(environment.settle(store.flush())).rejects.toMatchObject({ detail: { code: 'folder-missing' } })
    expect(store.status.current).toMatchObject({ state: 'failing', pendingOps: later.count })
    renameSync(join(folder, 'gone'), inner)
    await environment.run(60_000)
    expect(store.status.current).toMatchObject({ state: 'ready', pendingOps: 0 })
    expect((await all(store)).map(packKey)).toContain(packKey(later))
    await environment.settle(store.close())
  })
})

describe('the lock of a data folder', () => {
  it('[PL15] lets one in at a time', () => {
    const lock = SpaceFolderLock.acquire(folder)
    expect(() => SpaceFolderLock.acquire(folder)).toThrow(/Another Grove/)
    lock.release()
    SpaceFolderLock.acquire(folder).release()
  })

  it('[PL61] a program that ends at any step of a recovery leaves all to the next', async () => {
    const packs = await written(20)
    const bytes = readFileSync(path)
    bytes.write('XXXX', 0)
    writeFileSync(path, bytes)
    // Ended while reading: half a file, and one that was whole but of an earlier damage.
    writeFileSync(join(folder, 'space.mending.sqlite'), 'half')
    writeFileSync(join(folder, 'space.mended.sqlite'), 'of another time')
    const store = layer()
    await store.open()
    expect((await all(store)).map(packKey)).toEqual(packs.map(packKey))
    await environment.settle(store.close())
    // Ended between setting aside and putting the new one in its place.
    renameSync(path, join(folder, 'space.mended.sqlite'))
    writeFileSync(`${path}-wal`, 'of the damaged one')
    const again = layer()
    await again.open()
    expect(again.status.current.lastError).toMatchObject({ code: 'damaged', path: join(folder, 'damaged-1.sqlite') })
    expect((await all(again)).map(packKey)).toEqual(packs.map(packKey))
    await environment.settle(again.close())
    expect(readdirSync(folder).sort()).toEqual(['damaged-1.sqlite', 'damaged-1.sqlite-wal', 'space.sqlite'])
  })

  it('[PL61] every second page of the log is gone: what stands on the others is recovered', async () => {
    const packs = await written(2000)
    const bytes = readFileSync(path)
    let isNext = false
    for (let page = 4096; page < bytes.byteLength; page += 4096) {
      // Leaves of tables of rows, which hold the packs.
      if (bytes[page] !== 0x0d || !bytes.subarray(page, page + 4096).includes('lorem')) continue
      isNext = !isNext
      if (isNext) bytes.fill(0xff, page, page + 4096)
    }
    writeFileSync(path, bytes)
    uncleanly()
    const store = layer()
    await store.open()
    const found = await all(store)
    const keys = new Set(packs.map(packKey))
    expect(found.every((pack) => keys.has(packKey(pack)))).toBe(true)
    expect(found.length).toBeGreaterThan(packs.length * 0.35)
    await environment.settle(store.close())
  })
})

function uncleanly(): void {
  const db = new Database(path)
  db.exec('UPDATE log SET isClean = 0')
  db.close()
}
