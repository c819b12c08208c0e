import { AppError } from '../../core/AppError'
import { inBatches, packKey, type Pack } from '../../core/persistence/Pack'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { SpaceId } from '../../core/space/Space'
import type { TreeId } from '../../core/tree/ops'
import type { LogChanges, SearchLog } from '../search/SearchLog'
import { packOfRow } from './PackLog'
import { PackReader } from './PackReader'
import { LOG_KEY, type LogRow, type SpaceDb } from './schema'
import { SnapshotRows } from './SnapshotRows'
import { SpaceDatabase } from './SpaceDatabase'

/** Trees in a transaction: writing waits for no more than these. */
const TREES_AT_ONCE = 256
/** So many packs are read as they are; of more, it is quicker to ask for the last one of each tree. */
const FEW_PACKS = 256

/** Reads the log of a space by a connection of its own, beside the one that writes. It keeps no transaction open for long. */
export class IndexedDBSearchLog implements SearchLog {
  readonly #database: SpaceDatabase
  readonly #reader: PackReader
  readonly #snapshots: SnapshotRows

  constructor(spaceId: SpaceId) {
    this.#database = new SpaceDatabase({ spaceId, logId: '', mode: 'open' })
    this.#reader = new PackReader(this.#database)
    this.#snapshots = new SnapshotRows(this.#database)
  }

  /** Cost: what was written since; a look for each tree of the space when that is much. */
  async changesAfter(after: Position): Promise<LogChanges> {
    const { logId, head } = await this.#log()
    const newestByTree = new Map<TreeId, Position>()
    if (head - after > FEW_PACKS) {
      for await (const [treeId, newest] of this.#newest(head)) if (newest > after) newestByTree.set(treeId, newest)
    } else if (head > after) {
      const range = IDBKeyRange.bound(after, head, true)
      const rows = await this.#database.use((db) => db.getAll('pack', range))
      for (const { treeId, position } of rows) newestByTree.set(treeId, position)
    }
    const keyAtHead = await this.#keyAt(head)
    return { logId, head, keyAt: after === head ? keyAtHead : await this.#keyAt(after), keyAtHead, newestByTree }
  }

  async loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    return this.#snapshots.load(treeId, await this.#log())
  }

  async *loadTree(treeId: TreeId, after: Position): AsyncIterable<readonly Pack[]> {
    const { head } = await this.#log()
    for await (const rows of this.#reader.ofTree(treeId, after, head)) {
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
    return row
  }

  /** `''` before the first pack, and where there is none. */
  async #keyAt(position: Position): Promise<string> {
    const row = position > 0 && (await this.#database.use((db) => db.get('pack', position)))
    return row ? packKey(row) : ''
  }

  /** The newest pack of each tree, no later than `head`. */
  async *#newest(head: Position): AsyncGenerator<readonly [TreeId, Position]> {
    for (let after: TreeId | undefined = ''; after !== undefined;) {
      const from: TreeId = after
      const part = await this.#database.use((db) => newestOfSome(db, from, head))
      yield* part.found
      after = part.next
    }
  }
}

/** From the index alone, without a body: from the last pack of each tree to the last of the one before it. */
async function newestOfSome(
  db: SpaceDb,
  after: TreeId,
  head: Position,
): Promise<{ readonly found: readonly (readonly [TreeId, Position])[]; readonly next: TreeId | undefined }> {
  const found: (readonly [TreeId, Position])[] = []
  const index = db.transaction('pack').store.index('byTree')
  let treeId = after
  while (found.length < TREES_AT_ONCE) {
    const first = await index.openKeyCursor(IDBKeyRange.lowerBound([treeId, Infinity], true))
    if (!first) return { found, next: undefined }
    ;[treeId] = first.key
    const last = await index.openKeyCursor(IDBKeyRange.bound([treeId, 0], [treeId, head]), 'prev')
    if (last) found.push([treeId, last.key[1]])
  }
  return { found, next: treeId }
}
