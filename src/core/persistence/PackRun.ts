import type { PackHeader } from './compareRanges'
import type { PackId } from './Pack'

/** Packs of one author that stand next to each other in a list and whose counters follow each other without a gap. */
export interface PackRun extends PackId {
  /** Where they begin in the list, and where the next run begins. */
  readonly start: number
  readonly end: number
  /** The one after its last op's. */
  readonly nextCounter: number
}

/**
 * The runs of a list, in its order. Whoever catches up gets long ones, and what is the same for all packs of a run is then
 * done once.
 */
export function runsOf(packs: readonly PackHeader[]): PackRun[] {
  const runs: PackRun[] = []
  const { length } = packs
  for (let start = 0; start < length;) {
    const { treeId, peerId, counter, count } = packs[start]!
    let nextCounter = counter + count
    let end = start + 1
    for (; end < length; end++) {
      const pack = packs[end]!
      if (pack.counter !== nextCounter || pack.peerId !== peerId || pack.treeId !== treeId) break
      nextCounter += pack.count
    }
    runs.push({ treeId, peerId, counter, start, end, nextCounter })
    start = end
  }
  return runs
}
