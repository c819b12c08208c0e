import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryVaultWriter } from '../../apps/export/testing/MemoryVaultWriter'
import { MemoryVault } from '../../apps/page/import/testing/MemoryVault'
import { AppError } from '../../core/AppError'
import type { VaultProgress } from '../../core/space/VaultControl'
import { MemoryFileStore } from '../../core/testing/MemoryFileStore'
import { QueuedWire } from '../../core/testing/QueuedWire'
import { TestSpaces } from '../../core/testing/TestSpaces'
import { obeyVaultMessage } from './obeyVaultMessage'
import { VaultHelper } from './VaultHelper'
import { VaultJob } from './VaultJob'
import type { VaultNews, VaultWord } from './vaultMessages'

type Order = { readonly kind: 'import' | 'export' }

const vault = { 'Home.md': 'See ![[pic.png]]\n', 'pic.png': new Uint8Array([1, 2, 3]) }

let spaces: TestSpaces
let files: MemoryFileStore
let spaceId: string
beforeEach(async () => {
  spaces = new TestSpaces()
  files = new MemoryFileStore()
  spaceId = (await spaces.create()).open.id
})
afterEach(() => spaces.close())

/** A home and its helper, which works in place and has the space over a wire of its own. */
class Bench {
  readonly writer = new MemoryVaultWriter()
  readonly progress: VaultProgress[] = []
  gone: () => void = () => undefined
  readonly helper: VaultHelper<Order, QueuedWire>

  constructor(bring: (hash: string) => Promise<void>) {
    this.helper = new VaultHelper(
      ({ onNews, onGone }) => {
        const job = new VaultJob(spaces.environment, onNews)
        this.gone = () => {
          onGone()
          job.cancel()
        }
        const tell = (message: Order | VaultWord, wire?: QueuedWire): void => {
          obeyVaultMessage(job, message, ({ kind }) =>
            kind === 'export' ? this.#export(job, wire!) : this.#import(job, wire!),
          )
        }
        return { tell, end: () => undefined }
      },
      { onProgress: (progress) => this.progress.push(progress), bring },
    )
  }

  ask<K extends 'imported' | 'exported'>(kind: K): Promise<Extract<VaultNews, { kind: K }>> {
    const wire = new QueuedWire(spaces.environment.timers, spaces.environment.random)
    spaces.host.accept(wire.host)
    return this.helper.ask({ kind: kind === 'imported' ? 'import' : 'export' }, kind, wire)
  }

  async #import(job: VaultJob, { client }: QueuedWire): Promise<VaultNews> {
    await job.plan(new MemoryVault(vault))
    return { kind: 'imported', report: await job.run(client, spaceId, files) }
  }

  async #export(job: VaultJob, { client }: QueuedWire): Promise<VaultNews> {
    const openWriter = (): Promise<MemoryVaultWriter> => Promise.resolve(this.writer)
    const { report, writer } = await job.export(client, { spaceId, entryId: null, files, openWriter })
    const place = writer && ({ kind: 'file', name: 'Test.zip' } as const)
    return { kind: 'exported', report: { ...report, place }, download: null }
  }
}

describe('what imports and exports for a home', () => {
  it('[EX7] brings in a vault, and asks its home for the files it lacks when it writes it out again', async () => {
    const bench = new Bench(async () => {
      await files.put(vault['pic.png'])
    })
    const { report } = await spaces.settle(bench.ask('imported'))
    expect(report).toMatchObject({ pages: 1, files: 1 })
    files.bytesByHash.clear()
    const exported = await spaces.settle(bench.ask('exported'))
    expect(exported.report).toMatchObject({ documents: 1, files: 1, lost: [], place: { kind: 'file' } })
    expect(bench.writer.files['pic.png']).toEqual(vault['pic.png'])
    expect(bench.progress.filter(({ isComing }) => isComing).map(({ path }) => path)).toEqual(['pic.png'])
  })

  it('[EX8] passes on why a file cannot be had', async () => {
    const bench = new Bench(() => Promise.reject(new AppError({ code: 'file-elsewhere', asked: 'not-there' })))
    await spaces.settle(bench.ask('imported'))
    files.bytesByHash.clear()
    const { report } = await spaces.settle(bench.ask('exported'))
    expect(report.lost).toMatchObject([{ path: 'pic.png', why: 'it is neither here nor on the server' }])
  })

  it('[EX9] stops while it waits for a file, and leaves nothing behind', async () => {
    const bench: Bench = new Bench(() => {
      bench.helper.cancel()
      return new Promise(() => undefined)
    })
    await spaces.settle(bench.ask('imported'))
    files.bytesByHash.clear()
    const { report } = await spaces.settle(bench.ask('exported'))
    expect(report.place).toBeNull()
    expect(bench.writer.isDiscarded).toBe(true)
  })

  it('[EX9] says so when what did it was ended', async () => {
    const bench: Bench = new Bench(() => {
      bench.gone()
      return new Promise(() => undefined)
    })
    await spaces.settle(bench.ask('imported'))
    files.bytesByHash.clear()
    const asked = bench.ask('exported').catch((error: unknown) => AppError.detailOf(error))
    expect(await spaces.settle(asked)).toMatchObject({ code: 'unexpected' })
    await expect(bench.ask('exported')).rejects.toMatchObject({ detail: { code: 'unexpected' } })
  })
})
