import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { timed, type Row } from './Bench'
import { rawDatabase } from './rawDatabase'
import { requirePeers } from './sync/requirePeers'
import { newFolder, store, SyncRun, type StoredWork } from './sync/SyncRun'
import { syncSystems, type SyncSystem } from './sync/SyncSystem'

const ROUNDS = 2
const EDITS = 300
/** Made first in each round and left out: compilers and caches warm up. */
const WARM_UP = 50
const EVERY_MS = 10
const WORK = { documents: 10, perChange: 1 }
const LIMIT = 'three bare transactions'
const percentiles = { 'latency p50': 0.5, 'latency p99': 0.99 }

/** From an edit on one device to the moment another shows it, both connected, one edit in ten milliseconds. */
export async function latency(): Promise<Row[]> {
  requirePeers()
  const storedByKind = new Map<string, StoredWork>()
  const timesBySystem = new Map<string, number[]>()
  const limitMs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const system of syncSystems) {
      const stored = storedByKind.get(system.kind) ?? (await store(system, WORK))
      storedByKind.set(system.kind, stored)
      const times = await measure(system, stored)
      timesBySystem.set(system.name, [...(timesBySystem.get(system.name) ?? []), ...times])
    }
    limitMs.push(...(await bareTransactions()))
  }
  for (const { folder } of storedByKind.values()) rmSync(folder, { recursive: true, force: true })
  return Object.entries(percentiles).flatMap(([workload, share]) => rowsOf(workload, share, timesBySystem, limitMs))
}

async function measure(system: SyncSystem, stored: StoredWork): Promise<number[]> {
  const run = await SyncRun.start(system, stored, 2)
  const [writer, reader] = run.devices
  if (!writer || !reader) throw new Error('two devices')
  await reader.call('connect')
  await writer.call('connect')
  await reader.call('complete')
  await Promise.all([writer.call('look'), reader.call('look')])
  await reader.call('watch')
  const made = await writer.call<[string, number][]>('edits', { count: WARM_UP + EDITS, everyMs: EVERY_MS })
  const last = made.at(-1)?.[0] ?? ''
  const shownAtMs = new Map(await reader.call<[string, number][]>('shown', last))
  await run.end()
  return made.slice(WARM_UP).map(([title, madeMs], index) => {
    // Whoever shows only a later one has shown this one with it.
    const later = made.slice(WARM_UP + index).find(([other]) => shownAtMs.has(other))
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
  const limitMs = percentile(limits, share)
  const of = ({ name }: SyncSystem): number => percentile(timesBySystem.get(name) ?? [], share)
  const bestPeerMs = Math.min(...syncSystems.filter(({ isGrove }) => !isGrove).map(of))
  const common = { workload, size: EDITS * ROUNDS, unit: 'edit' }
  return [
    { ...common, system: LIMIT, medianMs: limitMs, perBestPeer: null, perLimit: 1 },
    ...syncSystems.map((system) => {
      const medianMs = of(system)
      const ratios = { perBestPeer: bestPeerMs / medianMs, perLimit: limitMs / medianMs }
      const none = { perBestPeer: null, perLimit: null }
      return { ...common, system: system.name, medianMs, ...(system.isGrove ? ratios : none) }
    }),
  ]
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
