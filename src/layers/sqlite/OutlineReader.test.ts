import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutlineRow } from '../../core/persistence/outline/Outline'
import { readAllRows } from '../../core/persistence/outline/readAllRows'
import { packOps } from '../../core/persistence/packBody'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import type { TreeOp } from '../../core/tree/ops'
import { checkDatabase } from './checkDatabase'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)
const PAGES = 600

let folder: string
let path: string
let environment: TestEnvironment
let tree: SpaceTree
let layer: SQLitePersistenceLayer
let folderId: string
let late: TreeOp[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-outline-'))
  path = join(folder, 'space.sqlite')
  environment = new TestEnvironment(1)
  tree = SpaceTree.create({ treeId: SPACE, peerId: newPeerId(environment), environment })
  const rootId = tree.root?.id ?? ''
  folderId = tree.createVertex(rootId, { kind: 'folder', name: 'Folder' })
  const first = tree.takeLocalOps()
  const elsewhere = new SpaceTree({ treeId: SPACE, peerId: newPeerId(environment), environment })
  elsewhere.mergeOps(first)
  elsewhere.move(folderId, elsewhere.createVertex(rootId, { kind: 'folder', name: 'Elsewhere' }))
  late = elsewhere.takeLocalOps()
  tree.transact(() => {
    for (let no = 0; no < PAGES; no++) tree.createVertex(folderId, { kind: 'entry', name: `Page ${no}` })
    tree.move(tree.createVertex(rootId, { kind: 'entry', name: 'Last' }), folderId)
  })
  layer = await opened('create')
  await append(first)
  await append(tree.takeLocalOps())
})
afterEach(async () => {
  await environment.settle(layer.close())
  rmSync(folder, { recursive: true })
})

async function opened(mode: 'create' | 'open'): Promise<SQLitePersistenceLayer> {
  const made = new SQLitePersistenceLayer({ spaceId: SPACE, path, mode, environment, sealer: testSealer })
  await made.open()
  return made
}

async function append(ops: readonly TreeOp[]): Promise<void> {
  layer.append(packOps(SPACE, ops))
  await environment.settle(layer.flush())
}

/** What was moved elsewhere comes here after newer moves. */
async function appendLate(): Promise<void> {
  tree.mergeOps(late)
  await append(late)
}

async function* partsOf(parentId: string): AsyncGenerator<readonly OutlineRow[], undefined> {
  yield* layer.readOutline(parentId)
}

function read(parentId: string | null): Promise<readonly OutlineRow[]> {
  return readAllRows(layer, parentId)
}

async function expectRight(): Promise<void> {
  const ids = tree.getAllVertices().map((vertex) => vertex.id)
  for (const parentId of [tree.root?.id ?? '', folderId, ...ids.slice(0, 5)]) {
    const rows = await environment.settle(read(parentId))
    expect(rows.map((row) => row.id).sort()).toEqual([...tree.childIds(parentId)].sort())
    for (const { id, properties } of rows) expect(properties).toEqual(tree.properties(id))
  }
  await environment.settle(layer.close())
  expect(checkDatabase({ path, spaceId: SPACE, environment, onTree: () => undefined }).problems).toEqual([])
}

function stale(): number {
  const db = new Database(path, { readonly: true })
  const found = db.prepare<[], { isStale: number }>('SELECT isStale FROM outline').get()?.isStale ?? -1
  db.close()
  return found
}

describe('a long list', () => {
  it('[PL70] is read in parts while others write; what stays there is in one of them', async () => {
    const before = new Set(tree.childIds(folderId))
    const reading = partsOf(folderId)
    const rows: OutlineRow[] = []
    for (let parts = 1; ; parts++) {
      const { value, done } = await environment.settle(reading.next())
      if (done === true) {
        expect(parts).toBeGreaterThan(2)
        break
      }
      rows.push(...value)
      for (const id of tree.childIds(folderId).slice(0, 3)) tree.move(id, tree.root?.id ?? '')
      tree.createVertex(folderId, { kind: 'entry', name: 'Meanwhile' })
      await append(tree.takeLocalOps())
    }
    const ids = rows.map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of tree.childIds(folderId)) if (before.has(id)) expect(ids).toContain(id)
    await expectRight()
  })

  it('[PL70] is read to its end when the table becomes stale on the way', async () => {
    const reading = partsOf(folderId)
    const next = reading.next()
    tree.mergeOps(late)
    layer.append(packOps(SPACE, late))
    const rows = [...((await environment.settle(next)).value ?? [])]
    for (;;) {
      const { value, done } = await environment.settle(reading.next())
      if (done === true) break
      rows.push(...value)
    }
    expect(rows.map((row) => row.id).sort()).toEqual([...tree.childIds(folderId)].sort())
    await expectRight()
  })
})

describe('a node table that is stale', () => {
  it('[PL16] [PL43] is put right while others write, and says what they wrote', async () => {
    await appendLate()
    expect(stale()).toBe(1)
    const reading = read(null)
    tree.createVertex(tree.root?.id ?? '', { kind: 'entry', name: 'Meanwhile' })
    tree.move(folderId, tree.root?.id ?? '')
    await append(tree.takeLocalOps())
    await environment.settle(reading)
    expect(stale()).toBe(0)
    await expectRight()
  })

  it('[PL43] is put right the next time when it was closed on the way', async () => {
    await appendLate()
    for (const isBuiltAnew of [false, true]) {
      if (isBuiltAnew) {
        const db = new Database(path)
        db.exec('UPDATE outline SET isStale = 2')
        db.close()
        layer = await opened('open')
      }
      const reading = read(null)
      const rejected = expect(reading).rejects.toMatchObject({ detail: { code: 'closed' } })
      await environment.settle(layer.close())
      await rejected
      expect(stale()).toBeGreaterThan(0)
    }
    layer = await opened('open')
    await expectRight()
  })

  it('[PL42] is built anew when a row of it is damaged', async () => {
    await environment.settle(layer.close())
    const db = new Database(path)
    db.exec('UPDATE nodeBlock SET bytes = zeroblob(length(bytes)) WHERE key > 0')
    db.close()
    layer = await opened('open')
    await expectRight()
    expect(stale()).toBe(0)
  })

  it('[PL16] stays so while a move waits for its parent, and is right each time', async () => {
    const other = new SpaceTree({ treeId: SPACE, peerId: newPeerId(environment), environment })
    other.mergeOps(tree.heldOps())
    const parentId = other.createVertex(tree.root?.id ?? '', { kind: 'folder', name: 'Parent' })
    const first = other.takeLocalOps()
    other.createVertex(parentId, { kind: 'entry', name: 'Child' })
    const second = other.takeLocalOps()
    tree.mergeOps(second)
    await append(second)
    expect((await environment.settle(read(parentId))).length).toBe(0)
    expect(stale()).toBeGreaterThan(0)
    tree.mergeOps(first)
    await append(first)
    expect((await environment.settle(read(parentId))).map((row) => row.properties['name'])).toEqual(['Child'])
    await expectRight()
    expect(stale()).toBe(0)
  })
})
