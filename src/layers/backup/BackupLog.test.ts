import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { opCountOf, packKey, type Pack } from '../../core/persistence/Pack'
import type { BackupPersistenceLayer } from './BackupPersistenceLayer'
import { BackupBench } from './testing/BackupBench'
import { testDisk } from './testing/instantFs'

vi.mock('node:fs/promises', async () => (await import('./testing/instantFs')).instantFs)

let bench: BackupBench
let folder: string
beforeEach(async () => {
  bench = new BackupBench()
  folder = await bench.place()
})
afterEach(async () => {
  testDisk.reset()
  await bench.dispose()
})

async function keysIn(layer: BackupPersistenceLayer): Promise<string[]> {
  return (await bench.settle(layer.readSince(0, 1_000_000))).packs.map(packKey)
}

function firstSegment(): string {
  return bench.segments(folder)[0] ?? ''
}

/** A backup of three records, and where each of them begins and the last one ends. */
async function threeRecords(): Promise<{ packs: Pack[]; bounds: number[] }> {
  const layer = await bench.open(folder)
  const packs = bench.write(3)
  const bounds: number[] = []
  for (const pack of packs) {
    await bench.store(layer, [pack])
    bounds.push(statSync(firstSegment()).size)
  }
  await bench.settle(layer.close())
  return { packs, bounds }
}

/** The one log file there is. */
function leaveOnly(path: string, bytes: Uint8Array): void {
  for (const other of bench.segments(folder)) rmSync(other)
  writeFileSync(path, bytes)
}

describe('the log of a backup', () => {
  it('[BA1] begins a new file when one is full, and never touches the full ones again', async () => {
    const layer = await bench.open(folder, { segmentBytes: 1500 })
    const packs = bench.write(30)
    await bench.store(layer, packs.slice(0, 20))
    const full = bench.segments(folder).slice(0, -1)
    const before = full.map((path) => [readFileSync(path, 'hex'), statSync(path).mtimeMs])
    await bench.store(layer, packs.slice(20))
    expect(full.length).toBeGreaterThan(1)
    expect(bench.segments(folder).length).toBeGreaterThan(full.length + 1)
    expect(full.map((path) => [readFileSync(path, 'hex'), statSync(path).mtimeMs])).toEqual(before)
    expect(Math.max(...bench.segments(folder).map((path) => statSync(path).size))).toBeLessThanOrEqual(1500)
    expect(await keysIn(await bench.open(folder))).toEqual(packs.map(packKey))
  })

  it('[BA1] goes on in the last file after a restart, and compresses what repeats itself', async () => {
    const packs = bench.write(400)
    const first = await bench.open(folder)
    first.append(packs.slice(0, 200))
    await bench.settle(first.close())
    const second = await bench.open(folder)
    second.append(packs.slice(200))
    await bench.settle(second.flush())
    expect(bench.segments(folder)).toHaveLength(1)
    expect(await keysIn(second)).toEqual(packs.map(packKey))
    const plainBytes = packs.reduce((sum, pack) => sum + pack.body.byteLength + 60, 0)
    expect(statSync(firstSegment()).size).toBeLessThan(plainBytes / 3)
  })

  it(
    '[BA2] survives a crash at every byte of a record, and writes what was lost anew',
    { timeout: 30_000 },
    async () => {
      const { packs, bounds } = await threeRecords()
      const path = firstSegment()
      const whole = readFileSync(path)
      for (let size = 0; size <= whole.byteLength; size++) {
        leaveOnly(path, whole.subarray(0, size))
        const layer = await bench.open(folder)
        const kept = bounds.filter((bound) => bound <= size).length
        expect(layer.summary().opCount, `cut at ${size}`).toBe(opCountOf(packs.slice(0, kept)))
        layer.append(packs)
        await bench.settle(layer.flush())
        expect((await bench.settle(layer.verify())).ops, `cut at ${size}`).toBe(opCountOf(packs))
        await bench.settle(layer.close())
      }
    },
  )

  it('[BA3] loses of a flipped bit only the record it lies in, and writes that anew', { timeout: 30_000 }, async () => {
    const { packs, bounds } = await threeRecords()
    const path = firstSegment()
    const whole = readFileSync(path)
    for (let at = 0; at < whole.byteLength; at += 3) {
      leaveOnly(
        path,
        whole.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)),
      )
      const layer = await bench.open(folder)
      const hit = bounds.findIndex((bound) => at < bound)
      const left = packs.filter((_, index) => index !== hit || layer.summary().head === packs.length)
      expect(await keysIn(layer), `byte ${at}`).toEqual(left.map(packKey))
      layer.append(packs)
      await bench.settle(layer.flush())
      expect((await bench.settle(layer.verify())).ops, `byte ${at}`).toBe(opCountOf(packs))
      await bench.settle(layer.close())
    }
  })

  it('[BA4] a folder that vanishes loses nothing, and an empty one in its place is not filled', async () => {
    const layer = await bench.open(folder)
    const packs = bench.write(3)
    await bench.store(layer, packs.slice(0, 1))
    renameSync(folder, `${folder}-out`)
    mkdirSync(folder)
    layer.append(packs.slice(1))
    await expect(bench.settle(layer.flush())).rejects.toMatchObject({
      detail: { code: 'folder-missing', path: folder },
    })
    expect(layer.status.current).toMatchObject({ state: 'failing', pendingOps: opCountOf(packs.slice(1)) })
    expect(bench.everything(folder)).toBe('')
    // It was not there either when Grove started.
    await expect(bench.settle(bench.layer(folder).open())).rejects.toMatchObject({ detail: { code: 'folder-missing' } })
    rmSync(folder, { recursive: true })
    renameSync(`${folder}-out`, folder)
    await bench.environment.run(60_000)
    expect(layer.status.current).toEqual({ state: 'ready', pendingOps: 0, lastError: null })
    expect(await keysIn(layer)).toEqual(packs.map(packKey))
  })

  it('[BA4] opens again after it could not be opened', async () => {
    const layer = bench.layer(folder)
    renameSync(folder, `${folder}-out`)
    await expect(bench.settle(layer.open())).rejects.toMatchObject({ detail: { code: 'folder-missing' } })
    expect(layer.status.current).toMatchObject({ state: 'opening', lastError: { code: 'folder-missing' } })
    renameSync(`${folder}-out`, folder)
    await bench.settle(layer.open())
    expect(layer.status.current).toEqual({ state: 'ready', pendingOps: 0, lastError: null })
  })

  it('[BA4] a disk that fills up half-way through a record says so, and goes on when there is room', async () => {
    const layer = await bench.open(folder, { segmentBytes: 1000 })
    const packs = bench.write(12)
    await bench.store(layer, packs.slice(0, 2))
    for (const [index, roomBytes] of [0, 1, 30, 100, 0, 7].entries()) {
      testDisk.roomBytes = roomBytes
      layer.append(packs.slice(2 + index, 3 + index))
      await expect(bench.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'disk-full' } })
      expect(layer.status.current).toMatchObject({ state: 'failing', lastError: { code: 'disk-full' } })
      // Even if what was written of it cannot be taken away again.
      if (index % 2 === 0) testDisk.writeFailure = 'EIO'
      await expect(bench.settle(layer.flush())).rejects.toThrow()
      testDisk.reset()
      await bench.environment.run(60_000)
      expect(layer.status.current).toEqual({ state: 'ready', pendingOps: 0, lastError: null })
    }
    await bench.store(layer, packs.slice(8))
    expect(await keysIn(await bench.open(folder))).toEqual(packs.map(packKey))
  })

  it.each([
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['ESTALE', 'folder-missing'],
    ['EIO', 'disk-error'],
  ])('[BA4] says of %s that it is %s', async (failure, code) => {
    const layer = await bench.open(folder)
    testDisk.failure = failure
    layer.append(bench.write(1))
    await expect(bench.settle(layer.flush())).rejects.toMatchObject({ detail: { code } })
    testDisk.reset()
    await bench.settle(layer.flush())
    expect(layer.summary().head).toBe(1)
  })

  it('[BA5] two machines may write to one folder: neither touches the files of the other', async () => {
    const packs = bench.write(9)
    const one = await bench.open(folder, { writer: () => '1'.repeat(32) })
    await bench.store(one, packs.slice(0, 3))
    const other = await bench.open(folder, { writer: () => '2'.repeat(32) })
    await bench.store(one, packs.slice(3, 5))
    await bench.store(other, packs.slice(5))
    expect(bench.segments(folder).map((path) => basename(path))).toEqual([
      'log-000001-11111111.grove',
      'log-000002-22222222.grove',
    ])
    expect((await keysIn(await bench.open(folder))).sort()).toEqual(packs.map(packKey).sort())
  })

  it('[BA5] notices that a copy of itself has written to the same file, and overwrites nothing', async () => {
    const packs = bench.write(6)
    const one = await bench.open(folder)
    await bench.store(one, packs.slice(0, 2))
    const clone = await bench.open(folder)
    await bench.store(clone, packs.slice(2, 4))
    one.append(packs.slice(4))
    await expect(bench.settle(one.flush())).rejects.toMatchObject({ detail: { code: 'backup-differs' } })
    await bench.environment.run(60_000)
    expect(one.status.current).toEqual({ state: 'ready', pendingOps: 0, lastError: null })
    expect(await keysIn(await bench.open(folder))).toEqual(packs.map(packKey))
  })

  it('[BA5] copies that a sync program made of log files count once', async () => {
    const packs = bench.write(3)
    await bench.store(await bench.open(folder), packs)
    copyFileSync(firstSegment(), firstSegment().replace('.grove', ' (Ada’s conflicted copy).grove'))
    expect(await keysIn(await bench.open(folder))).toEqual(packs.map(packKey))
  })

  it('[BA5] a log file of another space that strayed into the folder is not read', async () => {
    const stray = await bench.place({ spaceId: 'cd'.repeat(16), spaceName: 'Other' })
    await bench.store(await bench.open(stray, { spaceId: 'cd'.repeat(16) }), bench.write(2))
    copyFileSync(bench.segments(stray)[0] ?? '', join(folder, 'log-000001-stray.grove'))
    expect((await bench.open(folder)).summary().head).toBe(0)
  })

  it('[BA3] a missing log file is noticed, and its changes are written anew', async () => {
    const layer = await bench.open(folder, { segmentBytes: 1000 })
    const packs = bench.write(20)
    await bench.store(layer, packs)
    rmSync(bench.segments(folder)[1] ?? '')
    await expect(bench.settle(layer.verify())).rejects.toMatchObject({ detail: { code: 'backup-differs' } })
    layer.append(packs)
    await bench.settle(layer.flush())
    expect((await bench.settle(layer.verify())).ops).toBe(opCountOf(packs))
  })
})
