import { statSync } from 'node:fs'
import { openingWork, type OpeningWork } from './openingWork'

/** Checking or upgrading a smaller file takes less long than starting a process or thread for it. */
const SMALL_BYTES = 1024 * 1024

/** The same as `openingWork`, where it takes so long that somebody else should do it; `none` for all others. */
export function longOpeningWork(path: string): OpeningWork {
  const work = openingWork(path)
  // Damage takes long in a small file too: every place is tried.
  if (work === 'none' || work === 'mend') return work
  return statSync(path).size < SMALL_BYTES ? 'none' : work
}
