import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pack } from '../../core/persistence/Pack'
import { TREE_A, TREE_B } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { TestDisk } from './testing/TestDisk'
import { testSealer } from './testing/testSealer'
import type { SyncFile } from './WalSync'

let folder: string
let environment: TestEnvironment
let disk: TestDisk
let layer: SQLitePersistenceLayer
let written: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-synced-'))
  environment = new TestEnvironment(5)
  disk = new TestDisk(join(folder, 'space.sqlite'), join(folder, 'safe'))
  written = 0
  layer = layerAt(disk.path, 'create', disk.sync)
  await layer.open()
})

afterEach(async () => {
  disk.errorCode = null
  disk.release()
  await environment.settle(layer.close())
  rmSync(folder, { recursive: true })
})

function layerAt(path: string, mode: 'create' | 'open', sync: SyncFile): SQLitePersistenceLayer {
  return new SQLitePersistenceLayer({ spaceId: TREE_A, path, mode, environment, sealer: testSealer, sync })
}

function edit(treeId = TREE_B, bodyBytes = 100): Pack {
  const body = new Uint8Array(bodyBytes).fill(written)
  return { treeId, peerId: '1'.repeat(20), counter: ++written, count: 1, body }
}

async function save(...packs: Pack[]): Promise<number> {
  layer.append(packs)
  return environment.settle(layer.flush())
}

async function treeOf(treeId: string): Promise<number[]> {
  const counters: number[] = []
  for await (const packs of layer.loadTree(treeId)) counters.push(...packs.map(({ counter }) => counter))
  return counters
}

describe('a commit whose sync takes its time', () => {
  it('[SP42] [PL5] shows nobody what is not on the disk yet, but for who asks for what is written', async () => {
    await save(edit(TREE_A), edit(TREE_B))
    const before = layer.summary()
    disk.isHeld = true
    const [third, fourth] = [edit(TREE_B), edit(TREE_A)]
    layer.append([third, fourth])
    let isSaved = false
    const saved = layer.flush().then((head) => {
      isSaved = true
      return head
    })
    await environment.run(1000)
    expect(layer.summary()).toEqual(before)
    expect(layer.readNow(0, 100)).toMatchObject({ through: 2, head: 2 })
    expect(layer.readNow(0, 100).packs).toHaveLength(2)
    expect(layer.readNow(2, 100)).toMatchObject({ packs: [], through: 2 })
    expect(await treeOf(TREE_B)).toEqual([2])
    expect(await layer.fetch([third])).toEqual([])
    expect(await environment.settle(layer.compare(''))).toMatchObject({ opCount: 2 })
    expect(layer.pendingOf(TREE_B)).toEqual([third])
    expect(layer.status.current).toMatchObject({ state: 'ready', pendingOps: 2 })
    expect(layer.written.head.current).toBe(4)
    expect(layer.written.readNow(2, 100)?.packs.map(({ counter }) => counter)).toEqual([3, 4])
    expect(isSaved).toBe(false)
    disk.release()
    expect(await environment.settle(saved)).toBe(4)
    expect(layer.summary()).toMatchObject({ head: 4, opCount: 4 })
    expect(layer.readNow(2, 100).packs).toHaveLength(2)
    expect(await treeOf(TREE_B)).toEqual([2, 3])
    expect(await layer.fetch([third])).toHaveLength(1)
    expect(await environment.settle(layer.compare(''))).toMatchObject({ opCount: 4 })
  })

  it('[SP44] what comes meanwhile shares the next one', async () => {
    await save(edit())
    disk.isHeld = true
    const before = disk.syncs
    const saved = [edit(), edit(), edit()].map((pack) => {
      layer.append([pack])
      return layer.flush()
    })
    for (let turn = 0; turn < 20; turn++) {
      await environment.run(1)
      layer.append([edit()])
    }
    disk.release()
    await environment.settle(Promise.all([...saved, layer.flush()]))
    expect(disk.syncs - before).toBe(2)
    expect(layer.summary().head).toBe(24)
  })

  it('[SP5] after a power cut there is all that was called saved, and what was not is no trouble', async () => {
    for (let count = 0; count < 30; count++) await save(edit(TREE_B, 3000))
    layer.saveCursor({ layerId: 'x', logId: 'y', pulled: 1, pushed: 30, pulledKey: '' })
    await environment.run(10)
    disk.isHeld = true
    layer.append([edit()])
    await environment.run(1000)
    const after = layerAt(disk.cutPower(), 'open', syncAtOnce)
    expect(await after.open()).toMatchObject({ head: 30 })
    expect(await after.loadCursors()).toHaveLength(1)
    await environment.settle(after.close())
  })
})

describe('a sync that fails', () => {
  it.each([
    ['EIO', 'disk-error'],
    ['ENOSPC', 'disk-full'],
  ])('[SP43] with %s is told to who waits, and nothing is called durable', async (errorCode, code) => {
    await save(edit())
    disk.errorCode = errorCode
    layer.append([edit()])
    await expect(environment.settle(layer.flush())).rejects.toMatchObject({ detail: { code } })
    expect(layer.status.current).toMatchObject({ state: 'failing', pendingOps: 1, lastError: { code } })
    expect(layer.summary()).toMatchObject({ head: 1, opCount: 1 })
    disk.errorCode = null
    await environment.run(60_000)
    expect(layer.status.current).toMatchObject({ state: 'ready', pendingOps: 0, lastError: null })
    expect(layer.summary()).toMatchObject({ head: 2, opCount: 2 })
  })

  it('[SP43] makes all of the log be written again, so that a system that forgot what it could not write has it anew', async () => {
    await save(edit())
    disk.errorCode = 'EIO'
    layer.append([edit()])
    await expect(environment.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'disk-error' } })
    expect(disk.isWrittenAnew).toBe(false)
    disk.errorCode = null
    await environment.settle(layer.flush())
    expect(disk.isWrittenAnew).toBe(true)
    expect(disk.syncs).toBe(2)
    expect(await treeOf(TREE_B)).toEqual([1, 2])
    await environment.settle(layer.close())
    layer = layerAt(disk.path, 'open', disk.sync)
    expect(await layer.open()).toMatchObject({ head: 2, opCount: 2 })
  })

  it('[SP43] keeps what is in the log out of the database until one succeeds', async () => {
    const sizeBytes = (): number => statSync(disk.path).size
    disk.errorCode = 'EIO'
    layer.append([edit()])
    await expect(environment.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'disk-error' } })
    const before = sizeBytes()
    for (let count = 0; count < 10; count++) {
      layer.append(Array.from({ length: 20 }, () => edit(TREE_B, 14_000)))
      await expect(environment.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'disk-error' } })
    }
    expect(sizeBytes()).toBe(before)
    disk.errorCode = null
    await environment.settle(layer.flush())
    await save(edit(TREE_B, 14_000))
    expect(sizeBytes()).toBeGreaterThan(before + 1_000_000)
  })

  it('[SP43] of what is only remembered is told, and mended by the next', async () => {
    await save(edit())
    disk.errorCode = 'EIO'
    layer.saveNote('key', 'value')
    await environment.run(1)
    expect(layer.status.current).toMatchObject({ state: 'ready', lastError: { code: 'disk-error' } })
    disk.errorCode = null
    await save(edit())
    expect(disk.isWrittenAnew).toBe(true)
    expect(layer.status.current).toMatchObject({ state: 'ready', lastError: null })
    expect(await layer.loadNote('key')).toBe('value')
  })
})

it('[SP44] a space that is closed waits for the sync that is under way', async () => {
  disk.isHeld = true
  layer.append([edit()])
  let isClosed = false
  const closing = layer.close().then(() => {
    isClosed = true
  })
  await environment.run(1000)
  expect(isClosed).toBe(false)
  disk.release()
  await environment.settle(closing)
  layer = layerAt(disk.path, 'open', disk.sync)
  expect(await layer.open()).toMatchObject({ head: 1 })
})
