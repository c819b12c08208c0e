import { median, progress, spread } from '../Bench'
import type { Budget } from '../Budget'
import { inParallel } from '../inParallel'
import { compared, type Row } from '../Row'
import { PATIENCE_MS, PREPARING_MS, TreeProcess } from './TreeProcess'
import { treeSystems, type TreeSystemName } from './treeSystems'
import type { TreePlan } from './TreeTask'

export interface TreeWorkload {
  readonly workload: (plan: TreePlan) => string
  readonly unit: string
  readonly plans: readonly TreePlan[]
  /** What grows from plan to plan. */
  readonly sizeOf: (plan: TreePlan) => number
  /** Who is not asked at all. */
  readonly without?: readonly TreeSystemName[]
}

interface Taken {
  readonly process: TreeProcess
  readonly times: number[]
  readonly bytes: Readonly<Record<string, number>>
  readonly note: string
  readonly firstMs: number
}

const NAMES: Readonly<Record<TreeSystemName, string>> = {
  grove: 'Grove',
  bare: 'limit: bare objects',
  loro: 'Loro',
  yjs: 'Yjs, parents in a map',
  automerge: 'Automerge, parents in a map',
  tinybase: 'TinyBase, parents in cells',
  repTree: 'RepTree',
}
const GROVE = 'Grove'
const ROUNDS = 5
/** Who spent this long on rounds, preparation included, gets no further one, so that the whole fits into minutes. */
const ENOUGH_MS = 2000
/** Who needed this long for the work itself is not asked for more of it. */
const TOO_SLOW_MS = 8000
/** Who needed this long for the first round, preparation and a look at all vertices included, gets no other. */
const LONG_MS = 8000

/** Every system in turn, round by round, each in a process of its own, from the smallest plan to the largest. */
export async function measureTrees(work: TreeWorkload, budget: Budget): Promise<Row[]> {
  const processes = treeSystems
    .filter((system) => !work.without?.includes(system))
    .map((system) => new TreeProcess(system))
  const rows: Row[] = []
  let asked = processes
  for (const [index, plan] of work.plans.entries()) {
    const taken = await measurePlan(work, plan, asked, budget.part(1 / (work.plans.length - index)))
    const others = processes.filter((process) => !asked.includes(process)).map(notAsked)
    rows.push(...rowsOf(work, plan, [...taken, ...others]))
    asked = taken.flatMap(({ process, times: [ms = Number.NaN] }) => (ms < TOO_SLOW_MS ? [process] : []))
  }
  await Promise.all(processes.map((process) => process.end()))
  return rows
}

async function measurePlan(
  work: TreeWorkload,
  plan: TreePlan,
  asked: readonly TreeProcess[],
  budget: Budget,
): Promise<Taken[]> {
  const what = `${work.workload(plan)} ${work.sizeOf(plan).toLocaleString('en')}`
  progress(`${what}: prepared`)
  const stored = await inParallel(asked, (process) => process.plan(plan))
  const taken: Taken[] = []
  for (const [index, process] of asked.entries()) {
    const first = await firstRound(process, stored[index])
    taken.push(first)
    progress(`${what}, ${NAMES[process.system]}: ${(first.firstMs / 1000).toFixed(1)} s ${first.note}`)
  }
  const spentMs = new Map(taken.map(({ process, firstMs }) => [process, firstMs > LONG_MS ? firstMs : 0]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { process, times, firstMs } of taken) {
      const spent = spentMs.get(process) ?? 0
      if (spent > ENOUGH_MS || (round > 0 && !budget.allows(firstMs))) continue
      const start = performance.now()
      const again = await process.round(false)
      // The first round warmed caches and compilers.
      if (round === 0) times.length = 0
      times.push(again?.ms ?? Number.NaN)
      spentMs.set(process, spent + performance.now() - start)
    }
  }
  return taken
}

async function firstRound(process: TreeProcess, bytes: Taken['bytes'] | undefined): Promise<Taken> {
  const start = performance.now()
  const first = bytes && (await process.round(true))
  const note =
    first?.note ?? (bytes ? `not through in ${PATIENCE_MS / 1000} s` : `not ready in ${PREPARING_MS / 1000} s`)
  return { process, times: [first?.ms ?? Number.NaN], bytes: bytes ?? {}, note, firstMs: performance.now() - start }
}

function notAsked(process: TreeProcess): Taken {
  return { process, times: [], bytes: {}, note: 'not asked: too slow before', firstMs: 0 }
}

function rowsOf({ workload, unit, sizeOf }: TreeWorkload, plan: TreePlan, taken: readonly Taken[]): Row[] {
  const common = { size: sizeOf(plan), limit: NAMES.bare, isOurs: (system: string) => system.startsWith(GROVE) }
  const times = taken.map(({ process, times: ms, note }) => ({
    system: NAMES[process.system],
    ...(Number.isNaN(median(ms))
      ? { medianMs: null }
      : { medianMs: median(ms), spreadMs: spread(ms), rounds: ms.length }),
    ...(note === '' ? {} : { note }),
  }))
  const sizes = taken.flatMap(({ process, bytes }) =>
    Object.entries(bytes).map(([state, medianBytes]) => ({
      system: process.system === 'grove' ? `${GROVE}, ${state}` : NAMES[process.system],
      medianMs: null,
      medianBytes,
    })),
  )
  return [
    ...compared({ ...common, workload: workload(plan), unit, measured: times }),
    ...(sizes.length > 0
      ? compared({ ...common, workload: `${workload(plan)}, on disk`, unit: 'all', measured: sizes })
      : []),
  ]
}
