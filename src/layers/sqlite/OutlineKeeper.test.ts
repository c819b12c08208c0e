import Database from 'better-sqlite3'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
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
import { lookAtDatabase } from './lookAtDatabase'
import type { OutlinePosition } from './outline/OutlineState'
import { peekSpaceName } from './peekSpaceName'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)
const PAGES = 600
const medium = { sealer: testSealer, sync: syncAtOnce }

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

async function opened(mode: 'create' | 'open', file = path): Promise<SQLitePersistenceLayer> {
  const made = new SQLitePersistenceLayer({ spaceId: SPACE, path: file, mode, environment, ...medium })
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

function read(parentId: string | null, from = layer): Promise<readonly OutlineRow[]> {
  return readAllRows(from, parentId)
}

async function expectRows(from: SQLitePersistenceLayer): Promise<void> {
  const ids = tree.getAllVertices().map((vertex) => vertex.id)
  for (const parentId of [tree.root?.id ?? '', folderId, ...ids.slice(0, 5)]) {
    const rows = await environment.settle(read(parentId, from))
    expect(rows.map((row) => row.id).sort()).toEqual([...tree.childIds(parentId)].sort())
    for (const { id, properties } of rows) expect(properties).toEqual(tree.properties(id))
  }
}

function problems(file: string): readonly string[] {
  return checkDatabase({ path: file, spaceId: SPACE, environment, onTree: () => undefined }).problems
}

async function expectRight(): Promise<void> {
  await expectRows(layer)
  await environment.settle(layer.close())
  expect(problems(path)).toEqual([])
}

/** The file as it would be found if the process were killed now. */
function killed(): string {
  const copy = join(folder, 'killed.sqlite')
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix)
  return copy
}

/** Renames everything that lies in the folder, in as many packs. */
async function renameAll(name: string, packs: number): Promise<void> {
  const ids = [...tree.childIds(folderId)]
  for (let no = 0; no < packs; no++) {
    const some = ids.slice((no * ids.length) / packs, ((no + 1) * ids.length) / packs)
    tree.transact(() => some.forEach((id) => tree.setProperty(id, 'name', name)))
    layer.append(packOps(SPACE, tree.takeLocalOps()))
  }
  await environment.settle(layer.flush())
}

/** What the file says of itself. */
function position(file = path): OutlinePosition | undefined {
  const db = new Database(file, { readonly: true })
  const found = db.prepare<[], OutlinePosition>('SELECT through, partOps FROM outline WHERE through IS NOT NULL').get()
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

describe('a node table behind the log', () => {
  it('[PL44] is not touched by a commit, and says what the log says to whoever reads it', async () => {
    const before = position()
    await renameAll('New name', 3)
    tree.setProperty(tree.root?.id ?? '', 'name', 'Renamed space')
    await append(tree.takeLocalOps())
    expect(position()).toEqual(before)
    const { head } = layer.summary()
    expect(position()?.through).toBeLessThan(head)
    const copy = killed()
    expect(peekSpaceName(copy)).toBe('Renamed space')
    expect(lookAtDatabase(copy).nodes).toBe(tree.getAllVertices().length)
    expect(problems(copy)).toEqual([])
    await expectRight()
    expect(position()).toEqual({ through: head, partOps: 0 })
  })

  it('[PL44] [PL45] is right wherever a kill stops it on its way', async () => {
    await renameAll('New name', 40)
    const reading = read(folderId)
    for (let steps = 0; steps < 3; steps++) {
      const again = await opened('open', killed())
      await expectRows(again)
      await environment.settle(again.close())
      await environment.run()
    }
    await reading
    await expectRight()
  })

  it('[PL45] is brought in step when nobody has written for a while, and when it is closed', async () => {
    let edits = 0
    const edit = async (packs: number): Promise<void> => {
      for (let no = 0; no < packs; no++) {
        tree.setProperty(folderId, 'name', `Folder ${edits++}`)
        layer.append(packOps(SPACE, tree.takeLocalOps()))
      }
      await environment.settle(layer.flush())
    }
    await edit(1100)
    const { head } = layer.summary()
    expect(position()?.through).toBeLessThan(head)
    await environment.run(300)
    await edit(1)
    await environment.run(300)
    expect(position()?.through).toBeLessThan(head)
    await environment.run(1000)
    expect(position()).toEqual({ through: layer.summary().head, partOps: 0 })
    await edit(1100)
    await environment.settle(layer.close())
    expect(environment.waiting).toBe(0)
    expect(position()?.through).toBe(head + 1 + 1100)
  })

  it('[PL44] is read also while the file takes nothing', async () => {
    tree.transact(() => {
      for (let no = 0; no < 3000; no++) tree.createVertex(folderId, { kind: 'entry', name: `Page ${no}` })
    })
    await append(tree.takeLocalOps())
    const busy = new Database(path)
    busy.exec('BEGIN IMMEDIATE')
    await expectRows(layer)
    busy.exec('ROLLBACK')
    busy.close()
    await expectRight()
  })
})

describe('a node table that cannot follow the log', () => {
  it('[PL16] [PL43] is put right while others write, and says what they wrote', async () => {
    await appendLate()
    const reading = read(null)
    tree.createVertex(tree.root?.id ?? '', { kind: 'entry', name: 'Meanwhile' })
    tree.move(folderId, tree.root?.id ?? '')
    await append(tree.takeLocalOps())
    await environment.settle(reading)
    expect(position()?.through).toBe(layer.summary().head)
    await expectRight()
  })

  it('[PL43] is put right the next time when it was closed on the way', async () => {
    await appendLate()
    const { head } = layer.summary()
    for (const isBuiltAnew of [false, true]) {
      if (isBuiltAnew) {
        const db = new Database(path)
        db.exec('UPDATE outline SET through = NULL')
        db.close()
        layer = await opened('open')
      }
      const reading = read(null)
      const rejected = expect(reading).rejects.toMatchObject({ detail: { code: 'closed' } })
      await environment.settle(layer.close())
      await rejected
      expect(position()?.through).not.toBe(head)
      expect(peekSpaceName(path)).toBe(undefined)
      expect(problems(path)).toEqual([])
    }
    layer = await opened('open')
    await expectRight()
  })

  it('[PL42] is built anew when a row of it is damaged', async () => {
    await environment.settle(layer.close())
    const { through } = position() ?? { through: 0 }
    const db = new Database(path)
    db.exec('UPDATE nodeBlock SET bytes = zeroblob(length(bytes)) WHERE key > 0')
    db.close()
    layer = await opened('open')
    await expectRight()
    expect(position()).toEqual({ through, partOps: 0 })
  })

  it('[PL16] is right each time while a move waits for its parent, also after other documents were written', async () => {
    const other = new SpaceTree({ treeId: SPACE, peerId: newPeerId(environment), environment })
    other.mergeOps(tree.heldOps())
    const parentId = other.createVertex(tree.root?.id ?? '', { kind: 'folder', name: 'Parent' })
    const first = other.takeLocalOps()
    other.createVertex(parentId, { kind: 'entry', name: 'Child' })
    const second = other.takeLocalOps()
    tree.mergeOps(second)
    await append(second)
    expect((await environment.settle(read(parentId))).length).toBe(0)
    expect(position()).toBeUndefined()
    const page = SpaceTree.create({ treeId: 'b'.repeat(32), peerId: newPeerId(environment), environment })
    layer.append(packOps(page.treeId, page.takeLocalOps()))
    await environment.settle(layer.flush())
    expect(await read(parentId)).toEqual([])
    tree.mergeOps(first)
    await append(first)
    expect((await environment.settle(read(parentId))).map((row) => row.properties['name'])).toEqual(['Child'])
    await expectRight()
    expect(position()).toBeDefined()
  })
})
