import { AppError } from '../../core/AppError'
import { inBatches, packKey, type Pack } from '../../core/persistence/Pack'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { SpaceId } from '../../core/space/Space'
import type { TreeId } from '../../core/tree/ops'
import type { LogChanges, SearchLog } from '../search/SearchLog'
import { packOfRow } from './PackLog'
import { PackReader } from './PackReader'
import { LOG_KEY, type LogRow } from './schema'
import { SnapshotRows } from './SnapshotRows'
import { SpaceDatabase } from './SpaceDatabase'

/** Reads the log of a space by a connection of its own, beside the one that writes. It keeps no transaction open for long. */
export class IndexedDBSearchLog implements SearchLog {
  readonly #database: SpaceDatabase
  readonly #reader: PackReader
  readonly #snapshots: SnapshotRows
  /** What the log said of itself at the last look: every document is read again after the look that finds it changed. */
  #row: LogRow | undefined

  constructor(spaceId: SpaceId) {
    this.#database = new SpaceDatabase({ spaceId, logId: '', mode: 'open' })
    this.#reader = new PackReader(this.#database)
    this.#snapshots = new SnapshotRows(this.#database)
  }

  /** Cost: what was written since, a part at a time. */
  async changesAfter(after: Position): Promise<LogChanges> {
    const { logId, head } = await this.#log()
    const newestByTree = new Map<TreeId, Position>()
    for await (const rows of this.#reader.between(after, head)) {
      for (const { treeId, position } of rows) newestByTree.set(treeId, position)
    }
    const keyAtHead = await this.#keyAt(head)
    return { logId, head, keyAt: after === head ? keyAtHead : await this.#keyAt(after), keyAtHead, newestByTree }
  }

  async loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    return this.#snapshots.load(treeId, this.#row ?? (await this.#log()))
  }

  async *loadTree(treeId: TreeId, after: Position): AsyncIterable<readonly Pack[]> {
    for await (const rows of this.#reader.ofTree(treeId, after, Infinity)) {
      const packs = rows.flatMap((row) => packOfRow(row) ?? [])
      if (packs.length < rows.length) {
        throw new AppError({
          code: 'damaged',
          path: this.#database.name,
          reason: `packs of tree ${treeId} are not whole`,
        })
      }
      yield* inBatches(packs)
    }
  }

  close(): void {
    void this.#database.close()
  }

  async #log(): Promise<LogRow> {
    const row = await this.#database.use((db) => db.get('log', LOG_KEY))
    if (!row) throw new AppError({ code: 'damaged', path: this.#database.name, reason: 'it is not complete' })
    this.#row = row
    return row
  }

  /** `''` before the first pack, and where there is none. */
  async #keyAt(position: Position): Promise<string> {
    const row = position > 0 && (await this.#database.use((db) => db.get('pack', position)))
    return row ? packKey(row) : ''
  }
}
