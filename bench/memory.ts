import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, progress } from './Bench'
import { newFolder } from './newFolder'
import { WARM_PAGES } from './pages/PageSystem'
import type { PageMemory, PagesPlan } from './pages/pagesWorker'
import { compared, type Row } from './Row'
import { ChildProcess } from './sync/ChildProcess'

const WORKER = fileURLToPath(new URL('./pages/pagesWorker.ts', import.meta.url))
const SYSTEMS = { grove: 'Grove', loro: 'Loro', yjs: 'Yjs', automerge: 'Automerge', tinybase: 'TinyBase' } as const
const SIZES = [500, 2_000, 8_000] as const
/** WebAssembly's memory grows in steps and is never given back: fewer pages would fit into what loading has left free. */
const MAX_OPENED = 2_000
const ROUNDS = 2
const states = ['closed', 'open', 'edited'] as const

/** What a page takes in memory while its space is open: closed, as one line of a list; open, with its text; and edited. */
export async function memory(): Promise<Row[]> {
  const rows: Row[] = []
  for (const pages of SIZES) rows.push(...(await measure(pages)))
  return rows
}

async function measure(pages: number): Promise<Row[]> {
  const folder = newFolder()
  const taken = new Map<string, PageMemory[]>()
  for (const [system, name] of Object.entries(SYSTEMS)) {
    await inProcess(system, 'build', { folder: place(folder, system), pages, opened: 0 })
    await inProcess(system, 'build', { folder: place(folder, `${system}-warm`), pages: WARM_PAGES, opened: 0 })
    progress(`${pages.toLocaleString('en')} pages in ${name}`)
    taken.set(system, [])
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [system, found] of taken) {
      const plan = { folder: join(folder, system), pages, opened: Math.min(pages, MAX_OPENED) }
      found.push(await inProcess<PageMemory>(system, 'measure', plan))
    }
  }
  rmSync(folder, { recursive: true, force: true })
  return states.flatMap((state) =>
    compared({
      workload: `memory, page ${state}`,
      size: pages,
      unit: 'page',
      isOurs: (system) => system === SYSTEMS.grove,
      measured: Object.entries(SYSTEMS).map(([system, name]) => ({
        system: name,
        medianMs: null,
        medianBytes: median((taken.get(system) ?? []).map((found) => found[state])),
      })),
    }),
  )
}

/** Each in a process of its own: what one leaves behind is not the next one's. */
async function inProcess<T>(system: string, call: string, plan: PagesPlan): Promise<T> {
  const worker = new ChildProcess(WORKER, [system])
  try {
    return await worker.call<T>(call, plan)
  } finally {
    await worker.end()
  }
}

function place(folder: string, name: string): string {
  const made = join(folder, name)
  mkdirSync(made)
  return made
}
