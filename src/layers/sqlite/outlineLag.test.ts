import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { packOps } from '../../core/persistence/packBody'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)
const MAX_LAG = 2000

let folder: string
let environment: TestEnvironment
let tree: SpaceTree
let layer: SQLitePersistenceLayer

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-lag-'))
  environment = new TestEnvironment(1)
  tree = SpaceTree.create({ treeId: SPACE, peerId: newPeerId(environment), environment })
  layer = new SQLitePersistenceLayer({
    spaceId: SPACE,
    path: join(folder, 'space.sqlite'),
    mode: 'create',
    environment,
    sealer: testSealer,
    sync: syncAtOnce,
    maxOutlineLag: MAX_LAG,
  })
  await layer.open()
})
afterEach(async () => {
  await environment.settle(layer.close())
  rmSync(folder, { recursive: true })
})

/** Packs one after the other, with never so long a pause that the table is brought in step for that. */
async function write(packs: number): Promise<void> {
  for (let written = 0; written < packs; written++) {
    tree.setProperty(tree.root?.id ?? '', 'name', `Name ${layer.summary().head}, ${written}`)
    layer.append(packOps(SPACE, tree.takeLocalOps()))
    if (written % 100 !== 99) continue
    await environment.settle(layer.flush())
    await environment.run(100)
  }
}

/** Through which position the table in the file is right. */
function inStepThrough(): number {
  const db = new Database(join(folder, 'space.sqlite'), { readonly: true })
  const sql = 'SELECT through FROM outline WHERE through IS NOT NULL'
  const through = db.prepare<[], number>(sql).pluck().get()
  db.close()
  return through ?? 0
}

it('[PL45] the node table is brought in step before it is too far behind, also while somebody writes without a pause', async () => {
  await write(MAX_LAG - 100)
  expect(inStepThrough()).toBe(0)
  const { head } = layer.summary()
  await write(300)
  expect(inStepThrough()).toBeGreaterThan(head)
  expect(inStepThrough()).toBeLessThanOrEqual(layer.summary().head)
  const behind = inStepThrough()
  await write(MAX_LAG - 300)
  expect(inStepThrough()).toBe(behind)
})
