import type { JsonValue } from 'reptree'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { applyToOutline, type OutlineRow } from '../../core/persistence/outline/Outline'
import { rebuildFromPacks } from '../../core/persistence/outline/outlinePacks'
import { readableOps } from '../../core/persistence/packBody'
import type { Pack } from '../../core/persistence/Pack'
import type { StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { SpaceId } from '../../core/space/Space'
import { compareOpIds, type VertexId } from '../../core/tree/ops'
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
    if (applyToOutline(draft, ops) < ops.length) draft.markStale()
    putChanged(write, draft)
    return draft
  }

  /** Brings all rows in step with the log again. Cost: the whole space tree; written is only what differs. */
  async rebuild(write: WriteTransaction, log: LogRow, snapshot: StoredSnapshot | undefined): Promise<OutlineDraft> {
    const draft = (snapshot && (await this.#draft(write, log, snapshot))) ?? (await this.#draft(write, log, undefined))
    if (!draft) throw new DOMException('the list of what is in the space could not be made', 'DataError')
    const nodes = write.objectStore('node')
    const goneById = new Map((await nodes.getAll()).map((node) => [node.id, node]))
    for (const node of draft.changed) {
      const stored = goneById.get(node.id)
      goneById.delete(node.id)
      if (!stored || !isSameNode(stored, node)) leaveToTransaction(nodes.put(node))
    }
    for (const id of goneById.keys()) leaveToTransaction(nodes.delete(id))
    return draft
  }

  /** Undefined when the snapshot cannot be read. */
  async #draft(
    write: WriteTransaction,
    log: LogRow,
    snapshot: StoredSnapshot | undefined,
  ): Promise<OutlineDraft | undefined> {
    const range = IDBKeyRange.bound([this.spaceId, snapshot?.through ?? 0], [this.spaceId, Infinity], true)
    const packs = (await write.objectStore('pack').index('byTree').getAll(range)).flatMap((row) => packOfRow(row) ?? [])
    const draft = new OutlineDraft(log)
    try {
      if (!rebuildFromPacks(draft, this.spaceId, packs, this.environment, snapshot?.bytes)) draft.markStale()
      return draft
    } catch (error) {
      if (AppError.detailOf(error).code !== 'bad-snapshot') throw error
      return undefined
    }
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

/** A value belongs to who wrote it, so equal writers are enough. */
function isSameNode(a: NodeRow, b: NodeRow): boolean {
  const keys = Object.keys(a.properties)
  return (
    a.parent === b.parent &&
    a.childCount === b.childCount &&
    keys.length === Object.keys(b.properties).length &&
    keys.every((key) => {
      const [one, other] = [a.properties[key]?.writer, b.properties[key]?.writer]
      return one && other && compareOpIds(one, other) === 0
    })
  )
}
