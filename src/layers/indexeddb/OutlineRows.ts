import type { JsonValue } from 'reptree'
import type { Environment } from '../../core/environment'
import { applyToOutline, type OutlineRow } from '../../core/persistence/outline/Outline'
import { readableOps, rebuildFromPacks } from '../../core/persistence/outline/outlinePacks'
import type { Pack } from '../../core/persistence/Pack'
import type { SpaceId } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import { OutlineDraft } from './OutlineDraft'
import { leaveToTransaction, packOfRow } from './PackLog'
import type { LogRow, NodeRow, SpaceDb, WriteTransaction } from './schema'

/** The node table in IndexedDB: rows of the space tree, written with the packs they come from. */
export class OutlineRows {
  constructor(
    readonly spaceId: SpaceId,
    readonly environment: Environment,
  ) {}

  /** Cost: the children, not the space. */
  async children(db: SpaceDb, parentId: VertexId | null): Promise<readonly OutlineRow[]> {
    const nodes = await db.getAllFromIndex('node', 'byParent', parentId ?? '')
    return nodes.map(({ id, properties, childCount }) => ({
      id,
      parentId,
      properties: shown(properties),
      hasChildren: childCount > 0,
    }))
  }

  /** Brings the rows in step with packs that were added in this transaction. Cost: the nodes they touch, and those above. */
  async apply(write: WriteTransaction, log: LogRow, packs: readonly Pack[]): Promise<OutlineDraft> {
    const draft = new OutlineDraft(log)
    const ops = packs.filter((pack) => pack.treeId === this.spaceId).flatMap(readableOps)
    if (ops.length === 0 || draft.isStale()) return draft
    const nodes = write.objectStore('node')
    await draft.load(ops, (ids) => Promise.all(ids.map((id) => nodes.get(id))))
    applyToOutline(draft, ops)
    putChanged(write, draft)
    return draft
  }

  /** Builds all rows anew from the log. Cost: the whole space tree. */
  async rebuild(write: WriteTransaction, log: LogRow): Promise<OutlineDraft> {
    const range = IDBKeyRange.bound([this.spaceId, 0], [this.spaceId, Infinity])
    const rows = await write.objectStore('pack').index('byTree').getAll(range)
    const draft = new OutlineDraft(log)
    const packs = rows.flatMap((row) => packOfRow(row) ?? [])
    rebuildFromPacks(draft, this.spaceId, packs, this.environment)
    leaveToTransaction(write.objectStore('node').clear())
    putChanged(write, draft)
    return draft
  }
}

function putChanged(write: WriteTransaction, draft: OutlineDraft): void {
  const nodes = write.objectStore('node')
  for (const node of draft.changed) leaveToTransaction(nodes.put(node))
}

function shown(properties: NodeRow['properties']): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {}
  for (const [key, { value }] of Object.entries(properties)) if (value !== undefined) values[key] = value
  return values
}
