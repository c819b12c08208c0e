import { AppError } from '../AppError'
import type { Journal, Position } from '../persistence/PersistenceLayer'
import type { TreeId } from '../tree/ops'

/**
 * Hands a tree's snapshot to `load`. Resolves with the position after which the log goes on: zero, the whole log, when
 * there is none or it cannot be read; one of the second kind is dropped, so that another is made.
 */
export async function loadSnapshot(
  journal: Journal,
  treeId: TreeId,
  load: (packed: Uint8Array) => Promise<void>,
): Promise<Position> {
  // A journal that cannot give one may still give the log.
  const snapshot = await journal.loadSnapshot(treeId).catch(() => undefined)
  if (!snapshot) return 0
  try {
    await load(snapshot.bytes)
    return snapshot.through
  } catch (error) {
    if (AppError.detailOf(error).code !== 'bad-snapshot') throw error
    await journal.dropSnapshot(snapshot).catch(() => undefined)
    return 0
  }
}
