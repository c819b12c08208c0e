import type { Database } from 'better-sqlite3'
import * as Y from 'yjs'
import type { Environment } from '../../core/environment'
import { checksum } from '../../core/persistence/hash'
import type { Pack } from '../../core/persistence/Pack'
import { unpackOps } from '../../core/persistence/packBody'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import { brotli } from './brotli'

interface SnapshotRow {
  readonly through: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

/**
 * How a tree opened from its snapshot and the packs after it differs from the one rebuilt from the whole log; empty when it
 * does not, or has none. A snapshot is only a cache, so nothing is lost by one that is wrong; but what is shown would be.
 */
export function snapshotProblems(
  db: Database,
  tree: SpaceTree,
  packsAfter: (through: number) => Iterable<Pack>,
  environment: Environment,
): string[] {
  const row = db
    .prepare<[string], SnapshotRow>(
      'SELECT through, checksum, bytes FROM snapshot WHERE treeId = ? AND logId = (SELECT logId FROM log)',
    )
    .get(tree.treeId)
  if (!row) return []
  const name = `The snapshot of tree ${tree.treeId}`
  if (checksum(row.bytes) !== row.checksum)
    return [`${name} does not match its checksum; it is made anew from the log.`]
  const opened = new SpaceTree({ treeId: tree.treeId, peerId: newPeerId(environment), environment })
  try {
    opened.load(brotli.decompress(row.bytes))
    opened.mergeOps([...packsAfter(row.through)].flatMap(unpackOps))
    return isSameContent(opened, tree) ? [] : [`${name} shows something else than its history.`]
  } catch (error) {
    return [`${name} cannot be opened: ${error instanceof Error ? error.message : String(error)}`]
  } finally {
    opened.dispose()
  }
}

function isSameContent(a: SpaceTree, b: SpaceTree): boolean {
  const ids = a.getAllVertices().map((vertex) => vertex.id)
  return (
    JSON.stringify(outlineOf(a)) === JSON.stringify(outlineOf(b)) &&
    ids.every((id) => a.textKeys(id).every((key) => isSameText(a.text(id, key), b.text(id, key))))
  )
}

function outlineOf(tree: SpaceTree): unknown[] {
  const vertices = tree.getAllVertices().map(({ id }) => {
    const properties = Object.entries(tree.properties(id)).sort(([left], [right]) => (left < right ? -1 : 1))
    return JSON.stringify([id, tree.parentOf(id), properties, [...tree.textKeys(id)].sort()])
  })
  return [tree.opCount, tree.lamport, tree.pendingCount, ...vertices.sort()]
}

/** The same insertions and the same deletions are the same text, whatever kind it is of. */
function isSameText(a: Y.Doc, b: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b))
}
