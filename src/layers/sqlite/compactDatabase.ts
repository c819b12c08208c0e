import type { CompactionLimits } from './CompactionPlan'
import { DatabaseReader } from './DatabaseReader'
import type { SQLitePersistenceLayer } from './SQLitePersistenceLayer'

export interface CompactionOptions extends Partial<CompactionLimits> {
  /** After each segment; where it tells a number, that many packs are compressed so far. */
  readonly onProgress?: (packs: number) => void
}

export interface CompactedDatabase {
  readonly segments: number
  readonly packs: number
}

/** Compresses all of an open layer's older packs here and now, and gives the room back. Can be stopped at any time. */
export function compactDatabase(
  layer: SQLitePersistenceLayer,
  path: string,
  { onProgress = () => undefined, ...limits }: CompactionOptions = {},
): CompactedDatabase {
  layer.indexAll()
  const reader = new DatabaseReader(path)
  let [segments, packs] = [0, 0]
  try {
    for (let next = reader.nextSegment(limits); next; next = reader.nextSegment(limits)) {
      // Nobody else writes here, so a segment that does not fit means that nothing will.
      if (!layer.applySegment(next)) break
      segments += 1
      packs += next.last - next.first + 1
      onProgress(packs)
    }
  } finally {
    reader.close()
  }
  for (let isMore = true; isMore; isMore = layer.reclaim());
  return { segments, packs }
}
