import { median, spread } from './Bench'
import type { Budget } from './Budget'
import { compared, type Row } from './Row'
import { inTime } from './sync/inTime'
import { startLivePair } from './sync/livePair'
import { storeAll } from './sync/storeAll'
import { isOurs, syncSystems } from './sync/SyncSystem'

const ROUNDS = 3
const EDITS = 15_000
const WORK = { documents: 10, perChange: 1 }
/** Who takes longer is given up. */
const PATIENCE_MS = 10_000

/** One device writes single edits as fast as it can, until another shows the last of them: what one takes of that time. */
export async function throughput(budget: Budget): Promise<Row[]> {
  const works = await storeAll(WORK)
  const timesBySystem = new Map<string, number[]>(syncSystems.map(({ name }) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const system of syncSystems) {
      const times = timesBySystem.get(system.name) ?? []
      // Who was given up once would be again; the longest round is about as long as what is allowed for it.
      if (round > times.length || (round > 0 && !budget.allows(PATIENCE_MS))) continue
      const { run, writer, reader } = await startLivePair(system, works.of(system))
      const ms = await inTime(run, PATIENCE_MS, async () => {
        const { startMs, last } = await writer.call<{ startMs: number; last: string }>('burst', EDITS)
        const shownAtMs = new Map(await reader.call<[string, number][]>('shown', last))
        return (shownAtMs.get(last) ?? Number.NaN) - startMs
      })
      if (ms !== undefined) times.push(ms)
    }
  }
  works.remove()
  const measured = [...timesBySystem].map(([system, times]) => {
    if (times.length === 0) return { system, medianMs: null, note: `not through in ${PATIENCE_MS / 1000} s` }
    const each = times.map((ms) => ms / EDITS)
    const perSecond = Math.round(1000 / median(each)).toLocaleString('en')
    return {
      system,
      medianMs: median(each),
      spreadMs: spread(each),
      rounds: times.length,
      note: `${perSecond} a second`,
    }
  })
  return compared({ workload: 'throughput', size: EDITS, unit: 'edit', measured, isOurs })
}
