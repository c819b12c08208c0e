import { rmSync } from 'node:fs'
import { inParallel } from '../inParallel'
import type { Work } from './SyncClient'
import { store, type StoredWork } from './SyncRun'
import { syncSystems, type SyncSystem } from './SyncSystem'

/** What a device of each kind of system wrote offline. */
export interface StoredWorks {
  of(system: SyncSystem): StoredWork
  remove(): void
}

/** Lets a device of each of the systems do the work offline, once for all rounds. */
export async function storeAll(work: Work, systems: readonly SyncSystem[] = syncSystems): Promise<StoredWorks> {
  const kinds = [...new Map(systems.map((system) => [system.kind, system])).values()]
  const works = await inParallel(kinds, (system) => store(system, work))
  const workByKind = new Map(kinds.map(({ kind }, index) => [kind, works[index]]))
  return {
    of({ kind }) {
      const found = workByKind.get(kind)
      if (!found) throw new Error(`${kind} wrote nothing`)
      return found
    },
    remove() {
      for (const { folder } of works) rmSync(folder, { recursive: true, force: true })
    },
  }
}
