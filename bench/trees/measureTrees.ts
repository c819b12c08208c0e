import { median, progress, spread } from '../Bench'
import { compared, type Row } from '../Row'
import { PATIENCE_MS, TreeProcess } from './TreeProcess'
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
const ENOUGH_MS = 4000
/** Who needed this long for the first round is not asked for more. */
const TOO_SLOW_MS = 30_000

/** Every system in turn, round by round, each in a process of its own, from the smallest plan to the largest. */
export async function measureTrees(work: TreeWorkload): Promise<Row[]> {
  const processes = treeSystems
    .filter((system) => !work.without?.includes(system))
    .map((system) => new TreeProcess(system))
  const rows: Row[] = []
  let asked = processes
  for (const plan of work.plans) {
    const taken = await measurePlan(work, plan, asked)
    asked = taken.flatMap(({ process, firstMs }) => (firstMs < TOO_SLOW_MS ? [process] : []))
    rows.push(...rowsOf(work, plan, taken))
  }
  await Promise.all(processes.map((process) => process.end()))
  return rows
}

async function measurePlan(work: TreeWorkload, plan: TreePlan, asked: readonly TreeProcess[]): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const process of asked) {
    const first = await firstRound(process, plan)
    taken.push(first)
    const size = work.sizeOf(plan).toLocaleString('en')
    progress(
      `${work.workload(plan)} ${size}, ${NAMES[process.system]}: ${(first.firstMs / 1000).toFixed(1)} s ${first.note}`,
    )
  }
  const spentMs = new Map(taken.map(({ process, firstMs }) => [process, firstMs > TOO_SLOW_MS ? firstMs : 0]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { process, times } of taken) {
      const spent = spentMs.get(process) ?? 0
      if (spent > ENOUGH_MS) continue
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

async function firstRound(process: TreeProcess, plan: TreePlan): Promise<Taken> {
  const start = performance.now()
  const bytes = await process.plan(plan)
  const first = bytes && (await process.round(true))
  const note = first?.note ?? `not through in ${PATIENCE_MS / 1000} s`
  return { process, times: [first?.ms ?? Number.NaN], bytes: bytes ?? {}, note, firstMs: performance.now() - start }
}

function rowsOf({ workload, unit, sizeOf }: TreeWorkload, plan: TreePlan, taken: readonly Taken[]): Row[] {
  const common = { size: sizeOf(plan), limit: NAMES.bare, isOurs: (system: string) => system.startsWith(GROVE) }
  const times = taken.map(({ process, times: ms, note }) => ({
    system: NAMES[process.system],
    ...(Number.isNaN(median(ms)) ? { medianMs: null } : { medianMs: median(ms), spreadMs: spread(ms) }),
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
