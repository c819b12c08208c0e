import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sealedCipher } from '../../core/keys/sealedCipher'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { backupFilePath, openFile } from './backupFile'
import type { BackupPersistenceLayer } from './BackupPersistenceLayer'
import { BackupBench } from './testing/BackupBench'
import { testDisk } from './testing/instantFs'

vi.mock('node:fs/promises', async () => (await import('./testing/instantFs')).instantFs)

const cipher = sealedCipher(new Uint8Array(32).fill(7), new TestEnvironment(1))
let bench: BackupBench
let folder: string
let layer: BackupPersistenceLayer
beforeEach(async () => {
  bench = new BackupBench(1, cipher)
  folder = await bench.place()
  layer = await bench.open(folder)
})
afterEach(async () => {
  testDisk.reset()
  await bench.dispose()
})

function pathOf(hash: string): string {
  return join(folder, backupFilePath(cipher.fileName(hash)))
}

async function put(text: string): Promise<string> {
  return (await bench.files.put(new TextEncoder().encode(text))).hash
}

const IN_STEP = { toSend: 0, toReceive: 0, problem: null }

function open(hash: string, spoil = (bytes: Buffer): Uint8Array => bytes): ReturnType<typeof openFile> {
  const sealed = spoil(readFileSync(pathOf(hash)))
  return bench.settle(openFile(cipher, cipher.fileName(hash), sealed, bench.environment.timers))
}

describe('the files of a backup', () => {
  it('[BA8] are copied once, sealed, in parts, and come back byte for byte', async () => {
    const large = bench.environment.randomBytes(2_500_000)
    const hashes = [await put('a picture'), await put(''), (await bench.files.put(large)).hash]
    await bench.settle(layer.files.syncNow())
    expect(layer.files.state.current).toEqual(IN_STEP)
    const before = bench.everything(folder)
    await bench.settle(layer.files.syncNow())
    expect(bench.everything(folder)).toBe(before)
    for (const hash of hashes) {
      const opened = await open(hash)
      expect(opened.hash).toBe(hash)
      expect(Buffer.compare(opened.bytes, bench.files.bytesByHash.get(hash) ?? large)).toBe(0)
    }
  })

  it('[BA8] are looked for whenever changes come in, also after a restart', async () => {
    await put('one')
    await bench.store(layer, bench.write(1))
    await bench.settle(layer.files.syncNow())
    await bench.settle(layer.close())
    await put('two')
    const again = await bench.open(folder)
    await bench.settle(again.files.syncNow())
    expect((await bench.settle(again.verify())).files).toBe(2)
  })

  it('[BA8] one that cannot be read is shown, stops no other, and is copied when it can be read', async () => {
    const [bad] = [await put('unreadable'), await put('fine'), await put('fine too')]
    bench.files.unreadable.add(bad)
    await bench.settle(layer.files.syncNow())
    expect(layer.files.state.current).toMatchObject({ toSend: 1, problem: { code: 'bad-file', path: bad } })
    expect((await bench.settle(layer.verify())).files).toBe(2)
    bench.files.unreadable.clear()
    await bench.environment.run(60_000)
    expect(layer.files.state.current).toEqual(IN_STEP)
    expect((await bench.settle(layer.verify())).files).toBe(3)
  })

  it('[BA8] one that a full disk cut short is written again when there is room', async () => {
    const hash = await put('x'.repeat(5000))
    testDisk.roomBytes = 3000
    await bench.settle(layer.files.syncNow())
    expect(layer.files.state.current).toMatchObject({ toSend: 1, problem: { code: 'disk-full' } })
    testDisk.reset()
    await bench.environment.run(60_000)
    expect(layer.files.state.current).toEqual(IN_STEP)
    expect((await open(hash)).hash).toBe(hash)
  })

  it('[BA8] wait while the folder is not there, and say so', async () => {
    renameSync(folder, `${folder}-out`)
    await put('later')
    await bench.settle(layer.files.syncNow())
    expect(layer.files.state.current).toMatchObject({ toSend: 1, problem: { code: 'folder-missing' } })
    expect(existsSync(folder), 'nothing is put in the place of a stick').toBe(false)
    renameSync(`${folder}-out`, folder)
    await bench.environment.run(60_000)
    expect(layer.files.state.current).toEqual(IN_STEP)
  })

  it('[BA8] bring one back that the machine has lost', async () => {
    const hash = await put('precious')
    await bench.settle(layer.files.syncNow())
    bench.files.bytesByHash.clear()
    await bench.settle(layer.files.fetch(hash))
    expect(await bench.files.list()).toEqual([hash])
    await expect(layer.files.fetch('0'.repeat(64))).rejects.toMatchObject({ detail: { code: 'bad-file' } })
  })

  it('[BA9] one that was spoiled or taken away later is found by looking again, and written again', async () => {
    const [spoiled, taken] = [await put('to be spoiled'), await put('to be taken away'), await put('fine')]
    await bench.settle(layer.files.syncNow())
    writeFileSync(pathOf(spoiled), 'something else')
    rmSync(pathOf(taken))
    await expect(bench.settle(layer.verify())).rejects.toMatchObject({
      detail: { code: 'backup-differs', reason: '2 files are not there as written' },
    })
    await bench.settle(layer.files.syncNow())
    expect((await bench.settle(layer.verify())).files).toBe(3)
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['without its end', (bytes: Buffer) => bytes.subarray(0, 40)],
    ['with a flipped bit', (bytes: Buffer) => bytes.map((byte, i) => (i === bytes.length - 3 ? byte ^ 4 : byte))],
    ['of another kind', () => Buffer.from('not a file of a backup')],
  ])('[BA8] a file %s is not handed out', async (_how, spoil) => {
    const hash = await put('content '.repeat(100))
    await bench.settle(layer.files.syncNow())
    await expect(open(hash, spoil)).rejects.toThrow(/could not be read/)
  })
})
