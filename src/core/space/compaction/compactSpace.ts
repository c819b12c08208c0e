import type { Environment } from '../../environment'
import type { Journal, Position } from '../../persistence/PersistenceLayer'
import type { CompactionReader, TreeTail } from './CompactionReader'
import { makeSnapshot } from './makeSnapshot'

export interface CompactionOrder {
  readonly reader: CompactionReader
  /** Who owns the log. What it is given may come at any time after it was read: the log goes on. */
  readonly writer: Pick<Journal, 'saveSnapshot'>
  readonly environment: Environment
  /** Moves some old packs of the log together, where the log can; false when there are no more that are worth it. */
  readonly nextSegment: () => Promise<boolean>
  /** Trees that did not change after this position were looked at before. */
  readonly after: Position
  readonly signal: { readonly aborted: boolean }
}

export interface CompactionReport {
  /** Trees that were packed. */
  readonly snapshots: number
  /** Parts of the log that were moved together. */
  readonly segments: number
}

const ENOUGH_OPS = 500
const ENOUGH_BYTES = 64 * 1024
/** A large snapshot is not written anew for every few changes: reading an eighth of it more costs less than a blink. */
const SHARE_OF_SNAPSHOT = 1 / 8

/**
 * Packs the trees of a space that are slow to open, one after the other, and then its old log. It can end at any time: each
 * step is whole or did not happen, and the log is right without any.
 */
export async function compactSpace(order: CompactionOrder): Promise<CompactionReport> {
  const { reader, writer, environment, after, signal, nextSegment } = order
  let [snapshots, segments] = [0, 0]
  for (const tail of await reader.tails(after)) {
    if (signal.aborted) break
    if (!isBehind(tail)) continue
    const snapshot = await makeSnapshot(reader, tail.treeId, environment, signal)
    if (!snapshot) continue
    await writer.saveSnapshot(snapshot)
    snapshots += 1
  }
  while (!signal.aborted && (await nextSegment())) segments += 1
  return { snapshots, segments }
}

/** True: opening the tree reads so much after its snapshot that another one is worth its cost. */
export function isBehind({ ops, sizeBytes, snapshotBytes }: TreeTail): boolean {
  return (ops > ENOUGH_OPS || sizeBytes > ENOUGH_BYTES) && sizeBytes > snapshotBytes * SHARE_OF_SNAPSHOT
}
