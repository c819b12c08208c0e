import type { Budget } from './Budget'
import { compared, type Row } from './Row'
import { requirePeers } from './sync/requirePeers'
import { startLivePair } from './sync/livePair'
import { storeAll } from './sync/storeAll'
import type { StoredWork } from './sync/SyncRun'
import { bareRelay, isOurs, keptPeer, syncSystems, type SyncSystem } from './sync/SyncSystem'

const ROUNDS = 2
const EDITS = 300
const EVERY_MS = 10
const WORK = { documents: 10, perChange: 1 }
const percentiles = { 'latency p50': 0.5, 'latency p99': 0.99 }

/** From an edit on one device to the moment another shows it, both connected, one edit in ten milliseconds. */
export async function latency(budget: Budget): Promise<Row[]> {
  requirePeers()
  const works = await storeAll(WORK, [...syncSystems, bareRelay])
  const timesBySystem = new Map<string, number[]>()
  const roundMs = new Map<SyncSystem, number>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const system of [bareRelay, ...syncSystems, keptPeer]) {
      if (!budget.allows(roundMs.get(system) ?? 0)) continue
      const startMs = performance.now()
      const times = await measure(system, works.of(system))
      roundMs.set(system, performance.now() - startMs)
      timesBySystem.set(system.name, [...(timesBySystem.get(system.name) ?? []), ...times])
    }
  }
  works.remove()
  return Object.entries(percentiles).flatMap(([workload, share]) => rowsOf(workload, share, timesBySystem))
}

async function measure(system: SyncSystem, stored: StoredWork): Promise<number[]> {
  const { run, writer, reader } = await startLivePair(system, stored)
  const made = await writer.call<[string, number][]>('edits', { count: EDITS, everyMs: EVERY_MS })
  const shownAtMs = new Map(await reader.call<[string, number][]>('shown', made.at(-1)?.[0]))
  await run.end()
  return made.map(([title, madeMs], index) => {
    // Whoever shows only a later one has shown this one with it.
    const later = made.slice(index).find(([other]) => shownAtMs.has(other))
    return (shownAtMs.get(later?.[0] ?? title) ?? Number.NaN) - madeMs
  })
}

function rowsOf(workload: string, share: number, timesBySystem: ReadonlyMap<string, readonly number[]>): Row[] {
  const measured = [...timesBySystem].map(([system, times]) => ({
    system,
    medianMs: percentile(times, share),
    rounds: times.length / EDITS,
  }))
  return compared({ workload, size: EDITS, unit: 'edit', measured, isOurs, limit: bareRelay.name })
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
