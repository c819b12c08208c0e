import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { median, spread, timed } from './Bench'
import { compared, type Row } from './Row'
import { newFolder } from './newFolder'
import { rawDatabase } from './rawDatabase'
import { requirePeers } from './sync/requirePeers'
import type { Work } from './sync/SyncClient'
import { store, SyncRun } from './sync/SyncRun'
import { isOurs, syncSystems } from './sync/SyncSystem'
import { EDITS_PER_DOCUMENT } from './sync/work.mjs'

interface Plan extends Work {
  readonly rounds: number
}

const PLANS: readonly Plan[] = [
  { documents: 10, perChange: 1, rounds: 2 },
  { documents: 100, perChange: 1, rounds: 2 },
  { documents: 1000, perChange: 1, rounds: 3 },
]
/** What takes many times longer than the others gets one round of a large plan, so that the whole fits into minutes. */
const SLOW_MS = 8000
const LIMIT = 'bare transactions'
/** Rows in each transaction of the limit: what Grove sends at a time. */
const LIMIT_ROWS = 1000

const forms = ['through', 'catchup'] as const
type Form = (typeof forms)[number]
type Times = Map<string, Record<Form, number[]>>

/**
 * What one device wrote reaches another through a server: `through`, from the moment the writer comes online to a device that
 * waits there with nothing; `catchup`, a third device that comes when the server has it all. Until everything is there,
 * checked, and as durable as the system makes it.
 */
export async function catchup(): Promise<Row[]> {
  requirePeers()
  const rows: Row[] = []
  for (const plan of PLANS) rows.push(...(await measure(plan)))
  return rows
}

async function measure(plan: Plan): Promise<Row[]> {
  const storedByKind = new Map<string, Awaited<ReturnType<typeof store>>>()
  const times: Times = new Map(syncSystems.map(({ name }) => [name, { through: [], catchup: [] }]))
  const limitMs: number[] = []
  const edits = plan.documents * EDITS_PER_DOCUMENT
  for (let round = 0; round < plan.rounds; round++) {
    for (const system of syncSystems) {
      const taken = times.get(system.name)
      if (!taken || (taken.through[0] ?? 0) > SLOW_MS) continue
      const stored = storedByKind.get(system.kind) ?? (await store(system, plan))
      storedByKind.set(system.kind, stored)
      const run = await SyncRun.start(system, stored, 3)
      const { through, catchup: alone } = await once(run, round === 0 ? edits : 0)
      taken.through.push(through)
      taken.catchup.push(alone)
      await run.end()
    }
    limitMs.push(await bareTransactions(edits))
  }
  for (const { folder } of storedByKind.values()) rmSync(folder, { recursive: true, force: true })
  return forms.flatMap((form) => rowsOf(form, plan, times, median(limitMs)))
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

function rowsOf(form: Form, plan: Plan, times: Times, limitMs: number): Row[] {
  const measured = [...times].map(([system, { [form]: taken }]) => ({
    system,
    medianMs: median(taken),
    spreadMs: spread(taken),
  }))
  return compared({
    workload: form,
    size: plan.documents * EDITS_PER_DOCUMENT,
    unit: `all, ${plan.perChange} per change`,
    measured: [{ system: LIMIT, medianMs: limitMs }, ...measured],
    isOurs,
    limit: LIMIT,
  })
}
