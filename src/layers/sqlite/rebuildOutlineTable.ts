import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { OutlineRebuild } from '../../core/persistence/outline/OutlineRebuild'
import { inBatches } from '../../core/persistence/Pack'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { SpaceId } from '../../core/space/Space'
import type { SQLiteOutlineStore } from './SQLiteOutlineStore'
import type { StoredSpace } from './StoredSpace'

export interface OutlineRebuildOrder {
  readonly spaceId: SpaceId
  readonly environment: Environment
  readonly snapshot: StoredSnapshot | undefined
  /** Throws when the space was closed meanwhile. */
  readonly stored: () => StoredSpace
}

/* What is done at once: a few milliseconds. */
const VERTICES_AT_ONCE = 400
const ROWS_AT_ONCE = 8
const STEP_VERTICES = 4
/** More are not held in memory. */
const MAX_UNWRITTEN = 2000

/**
 * Puts the node table right by the tree, from the tree's snapshot, in short steps between which everything else goes on.
 * What differs is found and put right in memory, then written in short transactions; from the first of these to the last the
 * table counts as unreliable, so it may be cut off at any time. Resolves with true when it says what the log says now, or with
 * false when something was lost on the way and it must begin anew. Cost: the space tree; written is only what differs.
 */
export async function rebuildOutlineTable(order: OutlineRebuildOrder): Promise<boolean> {
  const { spaceId, environment, stored } = order
  const pause = (): Promise<void> => new Promise((resolve) => environment.timers.defer(resolve))
  const { rebuild, through } = await begun(order, pause)
  const { outline } = stored()
  stored().changeOutline(() => outline.clearIfUnreliable())
  const { losses } = outline
  const isLost = (): boolean => stored().outline.losses !== losses
  const mergeAfter = async (position: Position): Promise<Position> => {
    const { packs } = stored()
    const { head } = packs
    for (const batch of inBatches(packs.ofTree(spaceId, position))) {
      rebuild.merge(batch)
      await pause()
    }
    return head
  }
  const writeDownTo = async (rows: number): Promise<void> => {
    while (!isLost() && outline.unwritten > rows) {
      stored().changeOutline(() => {
        outline.markUnreliable()
        outline.writeSome(ROWS_AT_ONCE)
      })
      await pause()
    }
  }
  outline.beginRebuild()
  try {
    for (let at = through; ;) {
      for (let head = await mergeAfter(at); head > at; head = await mergeAfter(at)) at = head
      while (!isLost() && putSome(rebuild, outline)) {
        await writeDownTo(MAX_UNWRITTEN)
        await pause()
      }
      await writeDownTo(ROWS_AT_ONCE)
      if (isLost()) return false
      if (stored().packs.head > at) continue
      stored().changeOutline(() => {
        const isWaiting = !rebuild.putWaiting(outline)
        outline.endRebuild(at, rebuild.lastMove, isWaiting)
        while (outline.write());
      })
      return true
    }
  } finally {
    outline.leaveRebuild()
    rebuild.dispose()
  }
}

/** True while there may be more. */
function putSome(rebuild: OutlineRebuild, outline: SQLiteOutlineStore): boolean {
  const enough = outline.handled + ROWS_AT_ONCE
  for (let left = VERTICES_AT_ONCE; left > 0 && outline.handled < enough; left -= STEP_VERTICES) {
    if (!rebuild.putRight(outline, STEP_VERTICES)) return false
  }
  return true
}

async function begun(
  { spaceId, environment, snapshot }: OutlineRebuildOrder,
  pause: () => Promise<void>,
): Promise<{ readonly rebuild: OutlineRebuild; readonly through: Position }> {
  const rebuild = new OutlineRebuild(spaceId, environment)
  if (!snapshot) return { rebuild, through: 0 }
  try {
    for (const _ of rebuild.loading(snapshot.bytes)) await pause()
    return { rebuild, through: snapshot.through }
  } catch (error) {
    rebuild.dispose()
    if (AppError.detailOf(error).code !== 'bad-snapshot') throw error
    return { rebuild: new OutlineRebuild(spaceId, environment), through: 0 }
  }
}
