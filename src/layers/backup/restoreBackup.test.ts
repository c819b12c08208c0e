import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PLAIN_CIPHER } from '../../core/keys/plainCipher'
import { sealedCipher } from '../../core/keys/sealedCipher'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import type { OpenSpace } from '../../core/space/OpenSpace'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { TestSpaces } from '../../core/testing/TestSpaces'
import { backupFilePath } from './backupFile'
import { BackupPersistenceLayer } from './BackupPersistenceLayer'
import { restoreBackup, type RestoreOptions, type RestoreReport } from './restoreBackup'
import { BackupBench } from './testing/BackupBench'
import { MemoryFileStore } from '../../core/testing/MemoryFileStore'

vi.mock('node:fs/promises', async () => (await import('./testing/instantFs')).instantFs)

const sealed = sealedCipher(new Uint8Array(32).fill(9), new TestEnvironment(1))

/** A machine with spaces in memory and files, and what it does with a backup. */
class Machine {
  readonly spaces: TestSpaces
  readonly files = new MemoryFileStore()
  #backup: BackupPersistenceLayer | undefined

  constructor(seed: number) {
    this.spaces = new TestSpaces(seed)
  }

  /** A layer that follows the space, with everything in it. */
  async backUp(open: OpenSpace, folder: string, cipher: SpaceCipher): Promise<BackupPersistenceLayer> {
    this.#backup = new BackupPersistenceLayer({
      ...{ spaceId: open.id, folder, cipher, files: this.files, environment: this.spaces.environment },
      writer: () => open.journal.summary().logId,
      segmentBytes: 3000,
      paceMs: 0,
    })
    open.addLayer(this.#backup)
    await this.settleBackup(open)
    return this.#backup
  }

  async settleBackup(open: OpenSpace): Promise<void> {
    await this.spaces.settle(open.flush())
    // Until the layer is open there is nothing to wait for.
    await this.spaces.environment.run(1000)
    for (const follower of open.followers) await this.spaces.settle(follower.syncNow())
    if (this.#backup) await this.spaces.settle(this.#backup.files.syncNow())
  }

  restore(target: OpenSpace, folder: string, more: Partial<RestoreOptions> = {}): Promise<RestoreReport> {
    const { files, spaces } = this
    const options = { folder, spaceId: target.id, cipher: sealed, target, files, environment: spaces.environment }
    return spaces.settle(restoreBackup({ ...options, ...more }))
  }

  async close(): Promise<void> {
    await this.spaces.close()
  }
}

let bench: BackupBench
let origin: Machine
let fresh: Machine
beforeEach(() => {
  bench = new BackupBench()
  origin = new Machine(11)
  fresh = new Machine(12)
})
afterEach(async () => {
  await origin.close()
  await fresh.close()
  await bench.dispose()
})

/** A space with folders, files and a secret, and its backup. */
async function backedUp(
  cipher: SpaceCipher = sealed,
): Promise<{ open: OpenSpace; folder: string; layer: BackupPersistenceLayer }> {
  const { open, space } = await origin.spaces.create()
  for (const name of ['Lisbon', 'Porto', 'Faro']) {
    space.entries.createFolder(space.contentId, name)
    await origin.spaces.settle(open.flush())
  }
  open.secrets.set('api', 'sesame')
  for (const text of ['tram', 'bridge']) await origin.files.put(new TextEncoder().encode(text))
  const folder = await bench.place({ spaceId: open.id, cipher })
  const layer = await origin.backUp(open, folder, cipher)
  return { open, folder, layer }
}

async function namesIn(open: OpenSpace): Promise<string[]> {
  return (await open.outline('content')).map((entry) => entry.name)
}

describe('restoreBackup', () => {
  it.each([
    ['sealed', sealed],
    ['not sealed', PLAIN_CIPHER],
  ])('[BA11] a machine that never saw the space has all of it, files included (%s)', async (_kind, cipher) => {
    const { open, folder, layer } = await backedUp(cipher)
    const proof = await origin.spaces.settle(layer.verify())
    const target = await fresh.spaces.settle(fresh.spaces.manager.adoptSpace(open.id))
    const heard: number[] = []
    const report = await fresh.restore(target, folder, { cipher, onProgress: ({ ops }) => heard.push(ops) })
    expect(report).toEqual({ ...report, ops: proof.ops, fingerprint: proof.fingerprint, files: 2, isComplete: true })
    const { opCount, fingerprint, logId } = target.journal.summary()
    expect({ opCount, fingerprint }).toEqual({ opCount: proof.ops, fingerprint: open.journal.summary().fingerprint })
    expect(logId).not.toBe(open.journal.summary().logId)
    expect((await fresh.files.list()).slice().sort()).toEqual((await origin.files.list()).slice().sort())
    expect(await namesIn(target)).toEqual(['Lisbon', 'Porto', 'Faro'])
    expect(target.secrets.get('api')).toBe('sesame')
    expect(heard.at(-1)).toBe(proof.ops)
  })

  it('[BA7] nothing of a sealed space can be read in its backup', async () => {
    const { folder } = await backedUp()
    const everything = bench.everything(folder)
    const { folder: readable } = await backedUp(PLAIN_CIPHER)
    for (const word of ['tram', 'My Notes', await firstHash()]) {
      expect(everything).not.toContain(word)
      expect(bench.everything(readable)).toContain(word)
    }
    for (const word of ['Lisbon', 'sesame', 'api']) expect(everything).not.toContain(word)
  })

  it('[BA11] restoring again changes nothing, and the restored space goes on in the same backup', async () => {
    const { open, folder } = await backedUp()
    const target = await fresh.spaces.settle(fresh.spaces.manager.adoptSpace(open.id))
    const first = await fresh.restore(target, folder)
    const before = target.journal.summary()
    expect(await fresh.restore(target, folder)).toEqual(first)
    expect(target.journal.summary()).toEqual(before)
    const layer = await fresh.backUp(target, folder, sealed)
    const space = await fresh.spaces.settle(target.space())
    space.entries.createFolder(space.contentId, 'Évora')
    await fresh.settleBackup(target)
    expect(target.followers[0]?.state.current).toMatchObject({ state: 'in-step', isVerified: true })
    expect((await fresh.spaces.settle(layer.verify())).fingerprint).toBe(target.journal.summary().fingerprint)
    // What the other machine wrote since is found there when the backup is restored into the first one.
    await origin.restore(open, folder)
    expect(await namesIn(open)).toEqual(['Lisbon', 'Porto', 'Faro', 'Évora'])
    expect(open.journal.summary().fingerprint).toBe(target.journal.summary().fingerprint)
  })

  it('[BA12] another key changes nothing and says so', async () => {
    const { open, folder } = await backedUp()
    const target = await fresh.spaces.settle(fresh.spaces.manager.adoptSpace(open.id))
    for (const cipher of [PLAIN_CIPHER, sealedCipher(new Uint8Array(32).fill(1), fresh.spaces.environment)]) {
      await expect(fresh.restore(target, folder, { cipher })).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    }
    expect(target.journal.summary().head).toBe(0)
    expect(await fresh.files.list()).toEqual([])
  })

  it('[BA12] a damaged backup gives all that can be read, and says what is missing', async () => {
    const { open, folder, layer } = await backedUp()
    open.liveSpace?.entries.createFolder(open.liveSpace.contentId, 'Évora')
    await origin.settleBackup(open)
    const [path = ''] = bench.segments(folder)
    const bytes = readFileSync(path)
    bytes[bytes.byteLength - 20] = (bytes.at(-20) ?? 0) ^ 1
    writeFileSync(path, bytes)
    rmSync(join(folder, backupFilePath(sealed.fileName(await firstHash()))))
    const target = await fresh.spaces.settle(fresh.spaces.manager.adoptSpace(open.id))
    const report = await fresh.restore(target, folder)
    expect(report).toMatchObject({ isComplete: false, files: 1 })
    expect(report.missing).toEqual([
      expect.stringMatching(/^log-000001-\w{8}\.grove ends in \d+ bytes that cannot be read\.$/),
      expect.stringMatching(/^The file .* is not in the backup/),
    ])
    expect(report.ops).toBeGreaterThan(0)
    expect(report.ops).toBeLessThan(layer.summary().opCount)
    expect(target.journal.summary().opCount).toBe(report.ops)
  })

  it('[BA9] a damaged backup is noticed by looking again, mended by whoever has the space, and then good', async () => {
    const { open, folder, layer } = await backedUp()
    const [path = ''] = bench.segments(folder)
    writeFileSync(path, readFileSync(path).subarray(0, -40))
    await expect(origin.spaces.settle(layer.verify())).rejects.toMatchObject({
      detail: { code: 'backup-differs', path: folder },
    })
    expect(await origin.spaces.settle(open.followers[0]?.verify() ?? Promise.reject(new Error('none')))).toMatchObject({
      isEqual: true,
    })
    await origin.spaces.settle(layer.files.syncNow())
    const proof = await origin.spaces.settle(layer.verify())
    expect(proof).toMatchObject({ fingerprint: open.journal.summary().fingerprint, files: 2 })
    // What was written anew is not missing.
    const target = await fresh.spaces.settle(fresh.spaces.manager.adoptSpace(open.id))
    expect(await fresh.restore(target, folder)).toMatchObject({ isComplete: true, fingerprint: proof.fingerprint })
  })

  it('[BA13] stops when asked to, keeps what it has, and goes on the next time', async () => {
    const { open, folder } = await backedUp()
    const target = await fresh.spaces.settle(fresh.spaces.manager.adoptSpace(open.id))
    const stop = new AbortController()
    const stopped = fresh.restore(target, folder, {
      signal: stop.signal,
      onProgress: ({ ops, totalOps }) => ops === totalOps && stop.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ detail: { code: 'cancelled' } })
    expect(await fresh.files.list()).toEqual([])
    expect(await fresh.restore(target, folder)).toMatchObject({ isComplete: true, files: 2 })
  })

  async function firstHash(): Promise<string> {
    return (await origin.files.list())[0] ?? ''
  }
})
