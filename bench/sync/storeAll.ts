import { rmSync } from 'node:fs'
import { inParallel } from '../inParallel'
import type { Work } from './SyncClient'
import { store, type StoredWork } from './SyncRun'
import { syncSystems, type SyncSystem } from './SyncSystem'

/** What a device of each kind of system wrote offline. */
export interface StoredWorks {
  of(system: SyncSystem): StoredWork
  /** How long it took, in ms. */
  msOf(system: SyncSystem): number
  remove(): void
}

/** Lets a device of each of the systems do the work offline, once for all rounds. */
export async function storeAll(work: Work, systems: readonly SyncSystem[] = syncSystems): Promise<StoredWorks> {
  const kinds = [...new Map(systems.map((system) => [system.kind, system])).values()]
  const msByKind = new Map<string, number>()
  const works = await inParallel(kinds, async (system) => {
    const startMs = performance.now()
    const stored = await store(system, work)
    msByKind.set(system.kind, performance.now() - startMs)
    return stored
  })
  const workByKind = new Map(kinds.map(({ kind }, index) => [kind, works[index]]))
  return {
    of({ kind }) {
      const found = workByKind.get(kind)
      if (!found) throw new Error(`${kind} wrote nothing`)
      return found
    },
    msOf: ({ kind }) => msByKind.get(kind) ?? 0,
    remove() {
      for (const { folder } of works) rmSync(folder, { recursive: true, force: true })
    },
  }
}
