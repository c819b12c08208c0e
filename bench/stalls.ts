import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DataFolder } from '../src/layers/runtime/DataFolder'
import { progress } from './Bench'
import { newFolder } from './newFolder'
import type { Row } from './Row'
import { storeDamaged, storeVersion1 } from './stalls/storedFiles'
import { ChildProcess } from './sync/ChildProcess'
import { store, SyncRun } from './sync/SyncRun'
import { syncSystems } from './sync/SyncSystem'

const MAIN = fileURLToPath(new URL('./stalls/mainProcess.ts', import.meta.url))
const PACKS = 100_000
const NODES = 50_000
/** As people keep them. */
const PER_FOLDER = 100
const PAGES = 2_000
const OLD_SPACE = 'a'.repeat(32)
const DAMAGED_SPACE = 'b'.repeat(32)

/**
 * How long main's event loop stands still at the longest while a large thing happens: nobody is drawn or answered for so
 * long. Each in a process that holds spaces as main does, beside the processes and threads that main has help from.
 */
export async function stalls(): Promise<Row[]> {
  const folder = newFolder()
  try {
    const rows: Row[] = []
    for (const { workload, size, run } of scenarios(folder)) {
      const longestMs = await run()
      progress(`${workload}: ${longestMs.toFixed(0)} ms`)
      rows.push({
        ...{ workload: `stalls ${workload}`, size, system: 'Grove', medianMs: longestMs },
        ...{ unit: 'longest', perBestPeer: null, perLimit: null },
      })
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Scenario {
  readonly workload: string
  readonly size: number
  readonly run: () => Promise<number>
}

function scenarios(folder: string): Scenario[] {
  const place = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true })
    return join(folder, name)
  }
  const old = new DataFolder(place('old'))
  const database = (spaceId: string): string => {
    mkdirSync(old.space(spaceId), { recursive: true })
    return old.database(spaceId)
  }
  let spaceId = ''
  const ofPacks =
    (call: string, rest: object = {}) =>
    async (): Promise<number> => {
      if (spaceId === '') spaceId = await inMain<string>('store', { folder: place('packs'), packs: PACKS, nodes: 0 })
      return inMain(call, { folder: place('packs'), spaceId, ...rest })
    }
  return [
    {
      ...{ workload: 'opening an older format', size: PACKS },
      run: () => {
        storeVersion1(database(OLD_SPACE), OLD_SPACE, PACKS)
        return inMain('opening', { folder: place('old'), spaceId: OLD_SPACE })
      },
    },
    {
      ...{ workload: 'opening a damaged file', size: PACKS },
      run: () => {
        storeDamaged(database(OLD_SPACE), database(DAMAGED_SPACE))
        return inMain('opening', { folder: place('old'), spaceId: DAMAGED_SPACE })
      },
    },
    { workload: 'comparing', size: PACKS, run: ofPacks('comparing') },
    { workload: 'backing up and proving', size: PACKS, run: ofPacks('backingUp', { to: join(folder, 'backup') }) },
    { workload: 'compacting', size: PACKS, run: ofPacks('compacting') },
    {
      ...{ workload: 'a late move', size: NODES },
      run: async () => {
        const own = { folder: place('nodes'), packs: 0, nodes: NODES, perFolder: PER_FOLDER }
        return inMain('lateMove', { ...own, spaceId: await inMain<string>('store', own) })
      },
    },
    {
      ...{ workload: 'listing one folder', size: NODES },
      run: async () => {
        const own = { folder: place('flat'), packs: 0, nodes: NODES }
        return inMain('listing', { ...own, spaceId: await inMain<string>('store', own) })
      },
    },
    {
      ...{ workload: 'importing pages', size: PAGES },
      run: async () => {
        const vault = place('vault')
        for (let page = 0; page < PAGES; page++) writeFileSync(join(vault, `Page ${page}.md`), pageText(page))
        const own = { folder: place('imported'), packs: 0, nodes: 0 }
        return inMain('importing', { ...own, vault, spaceId: await inMain<string>('store', own) })
      },
    },
    { workload: 'catching up', size: PACKS, run: () => catchingUp(place('late')) },
  ]
}

/** One call in a fresh process. */
async function inMain<T = number>(call: string, argument: unknown): Promise<T> {
  const main = new ChildProcess(MAIN, [])
  try {
    return await main.call<T>(call, argument)
  } finally {
    await main.end()
  }
}

/** A second device that has nothing yet comes online, when the server has all of what the first wrote. */
async function catchingUp(folder: string): Promise<number> {
  const [system] = syncSystems
  if (!system) throw new Error('no system')
  const stored = await store(system, { documents: PACKS / 100, perChange: 1 })
  const run = await SyncRun.start(system, stored, 1)
  try {
    const [writer] = run.devices
    await writer?.call('connect')
    await writer?.call('complete')
    const options = { folder, work: stored.work, catalogue: stored.catalogue }
    return await inMain('catchingUp', { options, server: run.server.address })
  } finally {
    await run.end()
    rmSync(stored.folder, { recursive: true, force: true })
  }
}

function pageText(page: number): string {
  const links = Array.from({ length: 6 }, (_, link) => `- [[Page ${(page * 7 + link * 13) % PAGES}]]`).join('\n')
  return `# Heading of ${page}\n\n${'Some text of this page, a line of it. '.repeat(20)}\n\n${links}\n`
}
