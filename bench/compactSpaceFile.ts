import { compactSpace } from '../src/core/space/compaction/compactSpace'
import { nodeEnvironment as environment } from '../src/layers/runtime/nodeEnvironment'
import { DatabaseReader } from '../src/layers/sqlite/DatabaseReader'
import type { SQLitePersistenceLayer } from '../src/layers/sqlite/SQLitePersistenceLayer'

/** What the app does with a space in the background, done at once; the layer is open and stays so. */
export async function compactSpaceFile(layer: SQLitePersistenceLayer, path: string): Promise<void> {
  const reader = new DatabaseReader(path)
  const nextSegment = async (): Promise<boolean> => {
    // Benchmarks are of the state that a log gets to, however young it is.
    const segment = reader.nextSegment({ keepNewest: 0 })
    return segment !== undefined && layer.applySegment(segment)
  }
  await compactSpace({ reader, writer: layer, environment, nextSegment, after: 0, signal: { aborted: false } })
  reader.close()
  while (layer.reclaim());
  await layer.flush()
}
