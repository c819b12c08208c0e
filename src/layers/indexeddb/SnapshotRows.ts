import { checksum } from '../../core/persistence/hash'
import type { LogSummary, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import type { SpaceDatabase } from './SpaceDatabase'

/** The packed trees of one space. They can always be made again from the log, so nothing waits for the disk. */
export class SnapshotRows {
  constructor(readonly database: SpaceDatabase) {}

  /** Undefined for one that is damaged, of another log, or of more than the log holds. */
  async load(treeId: TreeId, { logId, head }: LogSummary): Promise<StoredSnapshot | undefined> {
    const row = await this.database.use((db) => db.get('snapshot', treeId))
    if (row?.logId !== logId || row.through > head || checksum(row.bytes) !== row.checksum) return undefined
    return { treeId, through: row.through, bytes: row.bytes }
  }

  /** One that reaches further stays. */
  save({ treeId, through, bytes }: StoredSnapshot, { logId }: LogSummary): Promise<void> {
    const row = { treeId, logId, through, checksum: checksum(bytes), bytes }
    return this.database.use(async (db) => {
      const write = db.transaction('snapshot', 'readwrite', { durability: 'relaxed' })
      const known = await write.store.get(treeId)
      const isNewer = known?.logId !== logId || known.through <= through
      await Promise.all([isNewer && write.store.put(row), write.done])
    })
  }

  drop({ treeId, through }: Pick<StoredSnapshot, 'treeId' | 'through'>): Promise<void> {
    return this.database.use(async (db) => {
      const write = db.transaction('snapshot', 'readwrite', { durability: 'relaxed' })
      const known = await write.store.get(treeId)
      await Promise.all([known?.through === through && write.store.delete(treeId), write.done])
    })
  }
}
