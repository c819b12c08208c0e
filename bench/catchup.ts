import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { median, progress, spread, timed } from './Bench'
import type { Budget } from './Budget'
import { compared, type Row } from './Row'
import { newFolder } from './newFolder'
import { rawDatabase } from './rawDatabase'
import { inTime } from './sync/inTime'
import { requirePeers } from './sync/requirePeers'
import type { Work } from './sync/SyncClient'
import { storeAll } from './sync/storeAll'
import { SyncRun } from './sync/SyncRun'
import { isOurs, syncSystems, type SyncSystem } from './sync/SyncSystem'
import { EDITS_PER_DOCUMENT } from './sync/work.mjs'

interface Plan extends Work {
  readonly rounds: number
}

const PLANS: readonly Plan[] = [
  { documents: 10, perChange: 1, rounds: 2 },
  { documents: 100, perChange: 1, rounds: 2 },
  { documents: 1000, perChange: 1, rounds: 3 },
]
/** Who is not through with a round by then is given up. */
const PATIENCE_MS = 20_000
/**
 * A peer that needed this long for one size, writing included, and so many times as long as the fastest, is not asked for ten
 * times as much.
 */
const SLOW_MS = 3000
const SLOW_TIMES = 3
const LIMIT = 'bare transactions'
/** Rows in each transaction of the limit: what Grove sends at a time. */
const LIMIT_ROWS = 1000

const forms = ['through', 'catchup'] as const
type Form = (typeof forms)[number]

interface Taken {
  readonly system: SyncSystem
  readonly times: Record<Form, number[]>
  /** Of the longest round, all that belongs to it. */
  roundMs: number
  note?: string
}

/**
 * What one device wrote reaches another through a server: `through`, from the moment the writer comes online to a device that
 * waits there with nothing; `catchup`, a third device that comes when the server has it all. Until everything is there,
 * checked, and as durable as the system makes it.
 */
export async function catchup(budget: Budget): Promise<Row[]> {
  requirePeers()
  const rows: Row[] = []
  let asked = syncSystems
  for (const plan of PLANS) {
    progress(`${(plan.documents * EDITS_PER_DOCUMENT).toLocaleString('en')} edits`)
    // A size takes about as long as all smaller ones together, and more.
    const taken = await measure(plan, asked, plan === PLANS.at(-1) ? budget : budget.part(1 / 4))
    rows.push(...taken.rows)
    asked = taken.quickEnough
  }
  return rows
}

async function measure(
  plan: Plan,
  asked: readonly SyncSystem[],
  budget: Budget,
): Promise<{ readonly rows: Row[]; readonly quickEnough: readonly SyncSystem[] }> {
  const edits = plan.documents * EDITS_PER_DOCUMENT
  const works = await storeAll(plan, asked)
  const taken = asked.map((system): Taken => ({ system, times: { through: [], catchup: [] }, roundMs: 0 }))
  const limitMs: number[] = []
  for (let round = 0; round < plan.rounds; round++) {
    for (const one of taken) {
      if (one.note !== undefined || (round > 0 && !budget.allows(one.roundMs))) continue
      const startMs = performance.now()
      const run = await SyncRun.start(one.system, works.of(one.system), 3)
      const found = await inTime(run, PATIENCE_MS, () => once(run, round === 0 ? edits : 0))
      for (const form of forms) if (found) one.times[form].push(found[form])
      if (!found) one.note = `not through in ${PATIENCE_MS / 1000} s`
      one.roundMs = Math.max(one.roundMs, performance.now() - startMs)
      progress(`${one.system.name}: ${(one.roundMs / 1000).toFixed(1)} s${found ? '' : ', given up'}`)
    }
    limitMs.push(await bareTransactions(edits))
  }
  works.remove()
  const costOf = ({ system, times, note }: Taken): number =>
    note === undefined ? works.msOf(system) + median(times.through) + median(times.catchup) : Number.POSITIVE_INFINITY
  const slowMs = Math.max(SLOW_MS, SLOW_TIMES * Math.min(...taken.map(costOf)))
  return {
    rows: forms.flatMap((form) => rowsOf(form, plan, taken, median(limitMs))),
    quickEnough: taken.flatMap((one) => (one.system.isGrove || costOf(one) < slowMs ? [one.system] : [])),
  }
}

/** `edits`: how many to look at one by one afterwards. */
async function once({ devices: [writer, reader, late] }: SyncRun, edits: number): Promise<Record<Form, number>> {
  if (!writer || !reader || !late) throw new Error('three devices')
  await reader.call('connect')
  const reading = reader.call<number>('complete')
  const { startMs } = await writer.call<{ startMs: number }>('catchUp')
  const readMs = await reading
  const alone = await late.call<{ startMs: number; endMs: number }>('catchUp')
  for (const device of edits > 0 ? [reader, late] : []) {
    const right = await device.call<number>('countRight')
    if (right !== edits) throw new Error(`${right} of ${edits} edits arrived`)
  }
  return { through: readMs - startMs, catchup: alone.endMs - alone.startMs }
}

async function bareTransactions(rows: number): Promise<number> {
  const folder = newFolder()
  const raw = rawDatabase(join(folder, 'raw.sqlite'))
  const ms = await timed(() => raw.write(rows, LIMIT_ROWS))
  raw.close()
  rmSync(folder, { recursive: true, force: true })
  return ms
}

function rowsOf(form: Form, plan: Plan, taken: readonly Taken[], limitMs: number): Row[] {
  const times = taken.map(({ system, times: { [form]: ms }, note }) => ({
    system: system.name,
    ...(ms.length === 0 ? { medianMs: null } : { medianMs: median(ms), spreadMs: spread(ms), rounds: ms.length }),
    ...(note === undefined ? {} : { note }),
  }))
  const others = syncSystems
    .filter((system) => !taken.some((one) => one.system === system))
    .map(({ name }) => ({ system: name, medianMs: null, note: 'not asked: too slow before' }))
  return compared({
    workload: form,
    size: plan.documents * EDITS_PER_DOCUMENT,
    unit: `all, ${plan.perChange} per change`,
    measured: [{ system: LIMIT, medianMs: limitMs }, ...times, ...others],
    isOurs,
    limit: LIMIT,
  })
}
