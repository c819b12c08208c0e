import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, progress } from './Bench'
import type { Budget } from './Budget'
import { inParallel } from './inParallel'
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
/** What is counted does not depend on who else runs: it is done on all cores, and once more where there is time. */
const ROUNDS = 2
const states = ['closed', 'open', 'edited'] as const

/** What a page takes in memory while its space is open: closed, as one line of a list; open, with its text; and edited. */
export async function memory(budget: Budget): Promise<Row[]> {
  const rows: Row[] = []
  for (const [index, pages] of SIZES.entries()) {
    rows.push(...(await measure(pages, budget.part(1 / (SIZES.length - index)))))
  }
  return rows
}

async function measure(pages: number, budget: Budget): Promise<Row[]> {
  const taken = new Map<string, PageMemory[]>(Object.keys(SYSTEMS).map((system) => [system, []]))
  let roundMs = 0
  for (let round = 0; round < ROUNDS && (round === 0 || budget.allows(roundMs)); round++) {
    const startMs = performance.now()
    await measureOnce(pages, taken)
    roundMs = performance.now() - startMs
  }
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
        rounds: taken.get(system)?.length ?? 0,
      })),
    }),
  )
}

/** On pages of its own: what a round writes is kept by those who make it durable. */
async function measureOnce(pages: number, taken: ReadonlyMap<string, PageMemory[]>): Promise<void> {
  const folder = newFolder()
  await inParallel([...taken.keys()], async (system) => {
    await inProcess(system, 'build', { folder: place(folder, system), pages, opened: 0 })
    await inProcess(system, 'build', { folder: place(folder, `${system}-warm`), pages: WARM_PAGES, opened: 0 })
  })
  progress(`${pages.toLocaleString('en')} pages were made`)
  await inParallel([...taken], async ([system, found]) => {
    const plan = { folder: join(folder, system), pages, opened: Math.min(pages, MAX_OPENED) }
    found.push(await inProcess<PageMemory>(system, 'measure', plan))
  })
  rmSync(folder, { recursive: true, force: true })
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
