import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { timed } from './Bench'
import type { Budget } from './Budget'
import { compared, type Row } from './Row'
import { newFolder } from './newFolder'
import { rawDatabase } from './rawDatabase'
import { requirePeers } from './sync/requirePeers'
import { startLivePair } from './sync/livePair'
import { storeAll } from './sync/storeAll'
import type { StoredWork } from './sync/SyncRun'
import { isOurs, keptPeer, syncSystems, type SyncSystem } from './sync/SyncSystem'

const ROUNDS = 2
const EDITS = 300
const EVERY_MS = 10
const WORK = { documents: 10, perChange: 1 }
const LIMIT = 'three bare transactions'
const percentiles = { 'latency p50': 0.5, 'latency p99': 0.99 }

/** From an edit on one device to the moment another shows it, both connected, one edit in ten milliseconds. */
export async function latency(budget: Budget): Promise<Row[]> {
  requirePeers()
  const works = await storeAll(WORK)
  const timesBySystem = new Map<string, number[]>()
  const roundMs = new Map<SyncSystem, number>()
  const limitMs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const system of [...syncSystems, keptPeer]) {
      if (!budget.allows(roundMs.get(system) ?? 0)) continue
      const startMs = performance.now()
      const times = await measure(system, works.of(system))
      roundMs.set(system, performance.now() - startMs)
      timesBySystem.set(system.name, [...(timesBySystem.get(system.name) ?? []), ...times])
    }
    limitMs.push(...(await bareTransactions()))
  }
  works.remove()
  return Object.entries(percentiles).flatMap(([workload, share]) => rowsOf(workload, share, timesBySystem, limitMs))
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

/** What the disk takes at least: one transaction here, one on the server, one there. */
async function bareTransactions(): Promise<number[]> {
  const folder = newFolder()
  const raw = rawDatabase(join(folder, 'raw.sqlite'))
  const times: number[] = []
  for (let edit = 0; edit < EDITS; edit++) times.push(await timed(() => raw.write(3)))
  raw.close()
  rmSync(folder, { recursive: true, force: true })
  return times
}

function rowsOf(
  workload: string,
  share: number,
  timesBySystem: ReadonlyMap<string, readonly number[]>,
  limits: readonly number[],
): Row[] {
  const measured = [
    { system: LIMIT, medianMs: percentile(limits, share) },
    ...[...timesBySystem].map(([system, times]) => ({
      system,
      medianMs: percentile(times, share),
      rounds: times.length / EDITS,
    })),
  ]
  return compared({ workload, size: EDITS, unit: 'edit', measured, isOurs, limit: LIMIT })
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
