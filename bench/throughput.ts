import { rmSync } from 'node:fs'
import { median, spread } from './Bench'
import { compared, type Row } from './Row'
import { startLivePair } from './sync/livePair'
import { store, type StoredWork } from './sync/SyncRun'
import { isOurs, syncSystems } from './sync/SyncSystem'

const ROUNDS = 3
const EDITS = 15_000
const WORK = { documents: 10, perChange: 1 }
/** Who takes longer gets no second round. */
const SLOW_MS = 8000

/** One device writes single edits as fast as it can, until another shows the last of them: what one takes of that time. */
export async function throughput(): Promise<Row[]> {
  const storedByKind = new Map<string, StoredWork>()
  const timesBySystem = new Map<string, number[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const system of syncSystems) {
      const times = timesBySystem.get(system.name) ?? []
      timesBySystem.set(system.name, times)
      if ((times[0] ?? 0) > SLOW_MS) continue
      const stored = storedByKind.get(system.kind) ?? (await store(system, WORK))
      storedByKind.set(system.kind, stored)
      const { run, writer, reader } = await startLivePair(system, stored)
      const { startMs, last } = await writer.call<{ startMs: number; last: string }>('burst', EDITS)
      const shownAtMs = new Map(await reader.call<[string, number][]>('shown', last))
      times.push((shownAtMs.get(last) ?? Number.NaN) - startMs)
      await run.end()
    }
  }
  for (const { folder } of storedByKind.values()) rmSync(folder, { recursive: true, force: true })
  const measured = [...timesBySystem].map(([system, times]) => {
    const each = times.map((ms) => ms / EDITS)
    const perSecond = Math.round(1000 / median(each)).toLocaleString('en')
    return { system, medianMs: median(each), spreadMs: spread(each), note: `${perSecond} a second` }
  })
  return compared({ workload: 'throughput', size: EDITS, unit: 'edit', measured, isOurs })
}
