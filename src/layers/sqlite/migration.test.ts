import Database from 'better-sqlite3'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checksum } from '../../core/persistence/hash'
import { LogDigest } from '../../core/persistence/LogDigest'
import { packKey, type Pack } from '../../core/persistence/Pack'
import { readAllRows } from '../../core/persistence/outline/readAllRows'
import { packOps } from '../../core/persistence/packBody'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { NULL_VERTEX_ID } from '../../core/tree/VertexId'
import { checkDatabase } from './checkDatabase'
import { compactDatabase } from './compactDatabase'
import { peekSpaceName } from './peekSpaceName'
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './schema'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)
const LOG = 'f'.repeat(32)

let folder: string
let path: string
let environment: TestEnvironment
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-migration-'))
  path = join(folder, 'space.sqlite')
  environment = new TestEnvironment(1)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the first version of the format wrote: each pack a row, each row in the index, the last few not counted yet. */
function version1(): Pack[] {
  const tree = SpaceTree.create({ treeId: SPACE, peerId: newPeerId(environment), environment })
  const packs: Pack[] = []
  for (let i = 0; i < 300; i++) {
    tree.setProperty(tree.root?.id ?? '', 'text', `edit ${i}`)
    packs.push(...packOps(SPACE, tree.takeLocalOps()))
  }
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(MIGRATIONS[0] ?? '')
  db.prepare('INSERT INTO author VALUES (1, ?, ?)').run(SPACE, packs[0]?.peerId)
  const insert = db.prepare('INSERT INTO pack VALUES (?, 1, ?, ?, ?, ?)')
  const index = db.prepare('INSERT INTO packKey VALUES (1, ?, ?, ?)')
  const digest = new LogDigest()
  let maxCounter = 0
  const counted = packs.length - 20
  for (const [at, { counter, count, body }] of packs.entries()) {
    insert.run(at + 1, counter, count, checksum(body), body)
    if (at >= counted) continue
    index.run(counter, count, at + 1)
    digest.add(packs[at]!)
    maxCounter = counter + count - 1
  }
  db.prepare('INSERT INTO log VALUES (1, ?, ?, ?, ?, ?, ?, 1)').run(
    SPACE,
    LOG,
    digest.opCount,
    digest.fingerprint,
    maxCounter,
    counted,
  )
  db.exec('INSERT INTO outline VALUES (1, 1, NULL, NULL)')
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma('user_version = 1')
  db.close()
  return packs
}

function layer(log: (sentence: string) => void = () => undefined): SQLitePersistenceLayer {
  return new SQLitePersistenceLayer({
    spaceId: SPACE,
    path,
    mode: 'open',
    environment,
    sealer: testSealer,
    log,
    sync: syncAtOnce,
  })
}

function versionOf(file: string): number {
  const db = new Database(file, { readonly: true })
  const found = db.pragma('user_version', { simple: true }) as number
  db.close()
  return found
}

async function expectAll(packs: readonly Pack[]): Promise<void> {
  const store = layer()
  await store.open()
  const digest = new LogDigest()
  packs.forEach((pack) => digest.add(pack))
  const { opCount, fingerprint } = digest
  expect(store.summary()).toMatchObject({ logId: LOG, head: packs.length, opCount, fingerprint })
  const { packs: found } = await store.readSince(0, 100_000)
  expect(found.map((pack) => [packKey(pack), ...pack.body])).toEqual(packs.map((pack) => [packKey(pack), ...pack.body]))
  await environment.settle(store.close())
}

describe('a database of an earlier version', () => {
  it('[PL39] comes to this one with all it held, after a copy of it was made', async () => {
    const packs = version1()
    const sentences: string[] = []
    const store = layer((sentence) => sentences.push(sentence))
    await store.open()
    const [root] = (await environment.settle(readAllRows(store, null))).filter((row) => row.id !== NULL_VERTEX_ID)
    expect(root).toMatchObject({ parentId: null, hasChildren: false })
    await environment.settle(store.close())
    expect(sentences).toEqual([expect.stringMatching(/from format 1 to 4.*space\.before-v4\.sqlite/)])
    expect(versionOf(path)).toBe(SCHEMA_VERSION)
    const copy = join(folder, 'space.before-v4.sqlite')
    expect(versionOf(copy)).toBe(1)
    const db = new Database(copy, { readonly: true })
    expect(db.prepare('SELECT count(*) AS n FROM pack').get()).toEqual({ n: packs.length })
    db.close()
    await expectAll(packs)
    expect(checkDatabase({ path, spaceId: SPACE, environment, onTree: () => undefined }).problems).toEqual([])
  })

  it('[PL39] can give room back from then on, and be compacted', async () => {
    const packs = version1()
    const store = layer()
    await store.open()
    expect(compactDatabase(store, path, { keepNewest: 0, minPacks: 1 }).packs).toBe(packs.length)
    await environment.settle(store.close())
    const db = new Database(path)
    expect(db.pragma('auto_vacuum', { simple: true })).toBe(2)
    db.close()
    await expectAll(packs)
  })

  it('[PL39] is copied once, and older copies go', async () => {
    version1()
    const older = new Database(join(folder, 'space.before-v1.sqlite'))
    older.close()
    for (let time = 0; time < 2; time++) {
      const store = layer()
      await store.open()
      await environment.settle(store.close())
    }
    expect(readdirSync(folder).sort()).toEqual(['space.before-v4.sqlite', 'space.sqlite'])
  })

  it.each([0, 1, 2])(
    '[PL39] [PL44] one of version 3 knows up to where its node table is right (%i)',
    async (isStale) => {
      const made = layer()
      const tree = SpaceTree.create({ treeId: SPACE, peerId: newPeerId(environment), environment })
      tree.setProperty(tree.root?.id ?? '', 'name', 'Old space')
      const store = new SQLitePersistenceLayer({
        spaceId: SPACE,
        path,
        mode: 'create',
        environment,
        sealer: testSealer,
        sync: syncAtOnce,
      })
      await store.open()
      store.append(packOps(SPACE, tree.takeLocalOps()))
      await environment.settle(store.flush())
      const { head } = store.summary()
      await environment.settle(store.close())
      const db = new Database(path)
      db.exec(`ALTER TABLE outline DROP COLUMN through; ALTER TABLE outline DROP COLUMN partOps;
      ALTER TABLE outline ADD COLUMN isStale INTEGER NOT NULL DEFAULT ${isStale}; PRAGMA user_version = 3`)
      db.close()
      expect(peekSpaceName(path)).toBe('Old space')
      await made.open()
      const look = new Database(path, { readonly: true })
      expect(look.prepare('SELECT through, partOps FROM outline').get()).toEqual({
        through: isStale === 0 ? head : null,
        partOps: 0,
      })
      look.close()
      const rows = await environment.settle(readAllRows(made, null))
      expect(rows.map((row) => row.properties['name'])).toContain('Old space')
      await environment.settle(made.close())
      expect(checkDatabase({ path, spaceId: SPACE, environment, onTree: () => undefined }).problems).toEqual([])
    },
  )

  it('[PL40] stays as it was when the change fails in its middle, and opens when it no longer does', async () => {
    const packs = version1()
    // A table of this name makes the migration fail after it has made others.
    const blocking = new Database(path)
    blocking.exec('CREATE TABLE snapshot (id INTEGER)')
    blocking.close()
    await expect(layer().open()).rejects.toMatchObject({ detail: { code: 'upgrade-failed', path } })
    expect(versionOf(path)).toBe(1)
    const db = new Database(path)
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'segment%'").all()).toEqual([])
    db.exec('DROP TABLE snapshot')
    db.close()
    await expectAll(packs)
  })

  it('[PL40] stays as it was when no copy can be made', async () => {
    const packs = version1()
    // A folder in the place of the copy: as with a full disk, nothing can be written there.
    const inTheWay = join(folder, 'space.before-v4.sqlite')
    mkdirSync(join(inTheWay, 'something'), { recursive: true })
    await expect(layer().open()).rejects.toMatchObject({ detail: { code: 'upgrade-failed', path } })
    expect(versionOf(path)).toBe(1)
    expect(existsSync(`${inTheWay}.partial`)).toBe(false)
    rmSync(inTheWay, { recursive: true })
    await expectAll(packs)
  })

  it('[PL12] [PL39] a damaged one is recovered into this version', async () => {
    const packs = version1()
    const db = new Database(path)
    db.exec('UPDATE log SET isClean = 0')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const bytes = readFileSync(path)
    const at = bytes.indexOf('edit 150')
    const pageStart = at - (at % 4096)
    writeFileSync(path, bytes.fill(0xff, pageStart, pageStart + 4096))
    const store = layer()
    await store.open()
    expect(store.status.current.lastError?.code).toBe('damaged')
    const found = (await store.readSince(0, 100_000)).packs.length
    expect(found).toBeGreaterThan(packs.length / 2)
    expect(found).toBeLessThan(packs.length)
    expect(versionOf(path)).toBe(SCHEMA_VERSION)
    await environment.settle(store.close())
  })
})
