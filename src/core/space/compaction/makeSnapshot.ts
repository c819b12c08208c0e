import { AppError } from '../../AppError'
import type { Environment } from '../../environment'
import { nextTurn } from '../../nextTurn'
import { unpackOps } from '../../persistence/packBody'
import type { StoredSnapshot } from '../../persistence/PersistenceLayer'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import type { TreeId } from '../../tree/ops'
import { beginFromSnapshot } from './beginFromSnapshot'
import type { CompactionReader } from './CompactionReader'

/**
 * Packs one tree as of now, from the snapshot it has and what came after. Undefined when part of its log cannot be read or
 * understood (a newer Grove may have written it, and a snapshot without it would hide it from that one too), or when aborted.
 */
export async function makeSnapshot(
  reader: CompactionReader,
  treeId: TreeId,
  environment: Environment,
  signal: { readonly aborted: boolean },
): Promise<StoredSnapshot | undefined> {
  const through = reader.head()
  const tree = newTree(treeId, environment)
  try {
    for await (const packs of reader.loadTree(treeId, await beginFromSnapshot(reader, tree))) {
      tree.mergeOps(packs.flatMap(unpackOps))
      // Where a person's edits pass through the same thread, they pass in between.
      await nextTurn(environment.timers)
      if (signal.aborted) return undefined
    }
    const bytes = tree.snapshot({ cutsTexts: reader.isAlone })
    return isSame(tree, bytes, environment) ? { treeId, through, bytes } : undefined
  } catch (error) {
    if (MAY_BE_THERE.has(AppError.detailOf(error).code)) return undefined
    throw error
  } finally {
    tree.dispose()
  }
}

const MAY_BE_THERE: ReadonlySet<string> = new Set(['bad-op', 'damaged'])

/** Opened again before anyone relies on it. */
function isSame(tree: SpaceTree, bytes: Uint8Array, environment: Environment): boolean {
  const again = newTree(tree.treeId, environment)
  try {
    again.load(bytes)
    return again.opCount === tree.opCount && again.lamport === tree.lamport && again.pendingCount === tree.pendingCount
  } finally {
    again.dispose()
  }
}

function newTree(treeId: TreeId, environment: Environment): SpaceTree {
  return new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
}
