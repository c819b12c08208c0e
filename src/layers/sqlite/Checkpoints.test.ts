import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TREE_A, TREE_B } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

let folder: string
let environment: TestEnvironment
let layer: SQLitePersistenceLayer
let written = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-checkpoints-'))
  environment = new TestEnvironment(3)
  const path = join(folder, 'space.sqlite')
  layer = new SQLitePersistenceLayer({
    spaceId: TREE_A,
    path,
    mode: 'create',
    environment,
    sealer: testSealer,
    sync: syncAtOnce,
  })
  await layer.open()
})

afterEach(async () => {
  await environment.settle(layer.close())
  rmSync(folder, { recursive: true })
})

/** Single edits, each stored before the next is written. */
async function write(edits: number, bodyBytes: number): Promise<void> {
  for (let edit = 0; edit < edits; edit++) {
    const body = new Uint8Array(bodyBytes).fill(written)
    layer.append([{ treeId: TREE_B, peerId: '1'.repeat(20), counter: ++written, count: 1, body }])
    // A turn, and no time: the next edit comes at once.
    await environment.run(0)
    await layer.flush()
  }
}

function fileBytes(): number {
  return statSync(join(folder, 'space.sqlite')).size
}

it('[PL64] edits go from the write-ahead log to their place when nobody waits for a commit', async () => {
  const before = fileBytes()
  await write(160, 500)
  expect(fileBytes()).toBe(before)
  await environment.run(10)
  expect(fileBytes()).toBeGreaterThan(before + 160 * 500)
})

it('[PL64] edits that come without a pause go there all the same, and a layer that is closed leaves no timer', async () => {
  const before = fileBytes()
  await write(160, 14_000)
  expect(fileBytes()).toBeGreaterThan(before)
  await environment.settle(layer.close())
  expect(environment.waiting).toBe(0)
})
