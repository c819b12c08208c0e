import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packKey, type Pack } from '../../core/persistence/Pack'
import { packOps } from '../../core/persistence/packBody'
import type { LogSummary, PersistenceLayer } from '../../core/persistence/PersistenceLayer'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { checkDatabase } from './checkDatabase'
import { compactDatabase } from './compactDatabase'
import { DatabaseReader } from './DatabaseReader'
import type { EncodedSegment } from './EncodedSegment'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { everythingIn, textOf } from './testing/everythingIn'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)
const OTHER = 'b'.repeat(32)
const ALL = { keepNewest: 0, minPacks: 1 }

let folder: string
let path: string
let environment: TestEnvironment
let counter = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-compaction-'))
  path = join(folder, 'space.sqlite')
  environment = new TestEnvironment(1)
  counter = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function layer(mode: 'open' | 'create' = 'open'): SQLitePersistenceLayer {
  return new SQLitePersistenceLayer({ spaceId: SPACE, path, mode, environment, sealer: testSealer, sync: syncAtOnce })
}

/** One edit after the other, of two trees, beginning with their roots. */
function edits(count: number): Pack[] {
  return Array.from({ length: count }, (): Pack[] => {
    const id = { counter: ++counter, peerId: '1'.repeat(20) }
    const treeId = counter % 3 === 0 ? OTHER : SPACE
    const vertex = { targetId: 'v'.repeat(32), parentId: null }
    const value = `edit ${environment.random.integer(1e6)} of this text`
    return packOps(treeId, [
      counter <= 3 ? { id, ...vertex } : { id, targetId: vertex.targetId, key: 'name', value, transient: false },
    ])
  }).flat()
}

async function open(mode: 'open' | 'create' = 'open'): Promise<SQLitePersistenceLayer> {
  const store = layer(mode)
  await store.open()
  return store
}

/** Appended one by one where `group` is 1, else so many in one transaction. */
async function append(store: PersistenceLayer, packs: readonly Pack[], group = 1): Promise<void> {
  for (let at = 0; at < packs.length; at += group) {
    store.append(packs.slice(at, at + group))
    await environment.settle(store.flush())
  }
}

const everything = (store: PersistenceLayer): Promise<unknown> =>
  everythingIn(store, [
    [SPACE, 0],
    [OTHER, 0],
    [SPACE, 25],
    [OTHER, 41],
  ])

function rows(): { packs: number; keys: number; segments: number; isPacked: number } {
  const db = new Database(path, { readonly: true })
  const count = (what: string): number =>
    db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${what}`).get()?.n ?? 0
  const found = {
    packs: count('pack'),
    keys: count('packKey'),
    segments: count('segment'),
    isPacked: count('segment WHERE isPacked = 1'),
  }
  db.close()
  return found
}

function problems(): readonly string[] {
  return checkDatabase({ path, spaceId: SPACE, environment, onTree: () => undefined }).problems
}

function next(limits = ALL): EncodedSegment {
  const reader = new DatabaseReader(path)
  const encoded = reader.nextSegment(limits)
  reader.close()
  if (!encoded) throw new Error('nothing to compress')
  return encoded
}

describe('a compacted log', () => {
  it.each([1, 3, 20])('[PL33] answers every question as before, packs committed by %i', async (group) => {
    const store = await open('create')
    const packs = edits(90)
    await append(store, packs, group)
    const before = await everything(store)
    expect(compactDatabase(store, path, ALL)).toEqual({ segments: 1, packs: 90 })
    expect(rows()).toEqual({ packs: 0, keys: 0, segments: 1, isPacked: 1 })
    expect(await everything(store)).toEqual(before)
    await environment.settle(store.close())
    const again = await open()
    expect(await everything(again)).toEqual(before)
    expect(problems()).toEqual([])
    await environment.settle(again.close())
  })

  it('[PL33] goes on: new packs, known packs, other bodies, and more compaction', async () => {
    const store = await open('create')
    const packs = edits(60)
    await append(store, packs)
    compactDatabase(store, path, ALL)
    const later = edits(40)
    await append(store, later, 10)
    const summary = store.summary()
    await append(store, environment.random.shuffled([...packs, ...later]), 25)
    expect(store.summary()).toEqual(summary)
    const forged = { ...packs[10]!, body: Uint8Array.from([...packs[10]!.body].reverse()) }
    await append(store, [forged])
    expect(store.status.current.lastError?.code).toBe('divergent-op')
    expect(store.summary()).toEqual(summary)
    expect(compactDatabase(store, path, ALL)).toEqual({ segments: 1, packs: 40 })
    expect((await store.fetch([packs[5]!, later[7]!, forged])).map(textOf)).toEqual(
      [packs[5]!, later[7]!, packs[10]!].map(textOf),
    )
    await append(store, edits(1))
    expect(store.summary().head).toBe(101)
    await environment.settle(store.close())
    expect(problems()).toEqual([expect.stringMatching(/an id that another change already had/)])
  })

  it('[PL33] late packs of an author between compressed ones are new, and found', async () => {
    const store = await open('create')
    const packs = edits(60)
    const [late, others] = [packs.filter((_, i) => i % 7 === 3), packs.filter((_, i) => i % 7 !== 3)]
    await append(store, others)
    compactDatabase(store, path, ALL)
    await append(store, late)
    expect(store.summary().opCount).toBe(60)
    compactDatabase(store, path, ALL)
    expect((await store.fetch(packs)).map(packKey)).toEqual(packs.map(packKey))
    await environment.settle(store.close())
    expect(problems()).toEqual([])
  })

  it('[PL34] leaves the newest alone, and what is too little', async () => {
    const store = await open('create')
    await append(store, edits(50))
    store.indexAll()
    const reader = new DatabaseReader(path)
    expect(reader.nextSegment()).toBeUndefined()
    expect(reader.nextSegment({ keepNewest: 10, minPacks: 41 })).toBeUndefined()
    expect(reader.nextSegment({ keepNewest: 10, minPacks: 40 })).toMatchObject({ first: 1, last: 40 })
    reader.close()
    await environment.settle(store.close())
  })

  it('[PL35] a segment made of another log, twice, or of rows that changed is not taken', async () => {
    const store = await open('create')
    await append(store, edits(50))
    store.indexAll()
    const before = await everything(store)
    const encoded = next()
    expect(store.applySegment({ ...encoded, logId: 'another' })).toBe(false)
    expect(store.applySegment({ ...encoded, last: 60 })).toBe(false)
    expect(store.applySegment({ ...encoded, first: 2 })).toBe(false)
    const raw = new Database(path)
    raw.exec('UPDATE pack SET checksum = checksum + 1 WHERE position = 7')
    expect(store.applySegment(encoded)).toBe(false)
    raw.exec('UPDATE pack SET checksum = checksum - 1 WHERE position = 7')
    raw.close()
    expect(await everything(store)).toEqual(before)
    expect(store.applySegment(encoded)).toBe(true)
    expect(store.applySegment(encoded)).toBe(false)
    expect(await everything(store)).toEqual(before)
    await environment.settle(store.close())
  })

  it('[PL35] a step that fails in its middle leaves everything as it was, and the next one does it', async () => {
    const store = await open('create')
    await append(store, edits(50))
    store.indexAll()
    const before = await everything(store)
    const encoded = next()
    // The last statement of the step fails, after rows were deleted and the segment was written.
    const raw = new Database(path)
    raw.exec("CREATE TRIGGER full AFTER INSERT ON segmentAuthor BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    expect(() => store.applySegment(encoded)).toThrow(/the disk is full/)
    expect(await everything(store)).toEqual(before)
    expect(rows()).toMatchObject({ packs: 50, segments: 0 })
    raw.exec('DROP TRIGGER full')
    raw.close()
    expect(store.applySegment(encoded)).toBe(true)
    expect(await everything(store)).toEqual(before)
    await environment.settle(store.close())
  })

  it('[PL35] goes on beside someone who writes', async () => {
    const store = await open('create')
    await append(store, edits(50))
    store.indexAll()
    const encoded = next({ keepNewest: 5, minPacks: 1 })
    const later = edits(20)
    await append(store, later)
    expect(store.applySegment(encoded)).toBe(true)
    const page = await store.readSince(50, 1000)
    expect(page.packs.map(textOf)).toEqual(later.map(textOf))
    await environment.settle(store.close())
    expect(problems()).toEqual([])
  })

  it('[PL36] gives the room back in steps, and takes far less of it', async () => {
    const store = await open('create')
    await append(store, edits(6000), 100)
    store.indexAll()
    const raw = new Database(path)
    raw.pragma('wal_checkpoint(TRUNCATE)')
    const before = statSync(path).size
    compactDatabase(store, path, ALL)
    expect(raw.pragma('freelist_count', { simple: true })).toBe(0)
    raw.pragma('wal_checkpoint(TRUNCATE)')
    raw.close()
    expect(statSync(path).size).toBeLessThan(before / 3)
    await environment.settle(store.close())
  })

  it('[PL37] a damaged pack stays where it is, and those around it are compressed', async () => {
    const store = await open('create')
    await append(store, edits(50))
    store.indexAll()
    const raw = new Database(path)
    raw.exec('UPDATE pack SET body = zeroblob(length(body)) WHERE position = 20')
    raw.close()
    expect(compactDatabase(store, path, ALL)).toEqual({ segments: 2, packs: 49 })
    expect(rows()).toMatchObject({ packs: 1, segments: 2 })
    await environment.settle(store.close())
    const again = await open()
    expect((await again.readSince(0, 1000)).packs).toHaveLength(49)
    await environment.settle(again.close())
    expect(problems().join()).toMatch(/position 20 do not match their checksum/)
  })

  it('[PL38] a turned bit in a segment is found, costs that segment, and stops nothing', async () => {
    const { before, expected } = await withDamagedSegment()
    expect(problems().join('\n')).toMatch(/positions 1 to 40 do not match their checksum/)
    const store = await open()
    const page = await store.readSince(0, 1000)
    expect(page.packs.map(textOf)).toEqual(expected)
    expect(page.through).toBe(before.head)
    expect(store.status.current).toMatchObject({ state: 'ready', lastError: { code: 'damaged' } })
    expect(store.summary()).toEqual(before)
    await append(store, edits(3))
    expect((await store.readSince(0, 1000)).packs).toHaveLength(expected.length + 3)
    await environment.settle(store.close())
  })

  it('[PL38] what is recovered of a damaged file is recovered from segments too', async () => {
    const { packs } = await withDamagedSegment(false)
    const bytes = readFileSync(path)
    bytes.write('XXXX', 0)
    writeFileSync(path, bytes)
    const store = await open()
    expect(store.status.current.lastError?.code).toBe('damaged')
    const found = (await store.readSince(0, 1000)).packs
    expect(found.map(textOf)).toEqual(packs.map(textOf))
    await environment.settle(store.close())
  })
})

async function withDamagedSegment(
  isDamaged = true,
): Promise<{ packs: Pack[]; before: LogSummary; expected: string[] }> {
  const store = await open('create')
  const packs = edits(50)
  await append(store, packs)
  compactDatabase(store, path, { keepNewest: 10, minPacks: 1 })
  const before = store.summary()
  await environment.settle(store.close())
  const raw = new Database(path)
  const { bytes } = raw.prepare<[], { bytes: Buffer }>('SELECT bytes FROM segment').get()!
  if (isDamaged) bytes[bytes.length >> 1]! ^= 1
  raw.prepare('UPDATE segment SET bytes = ?').run(bytes)
  raw.close()
  return { packs, before, expected: packs.slice(40).map(textOf) }
}
