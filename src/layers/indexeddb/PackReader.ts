import type { PackHeader } from '../../core/persistence/compareRanges'
import type { HeaderPart } from '../../core/persistence/LogRanges'
import { firstBatch, MAX_BATCH_BYTES, type PackId } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import { LOG_KEY, type PackRow, type SpaceDb } from './schema'
import type { SpaceDatabase } from './SpaceDatabase'

/** Few rows at first, because their bodies may be large; more while they turn out to be small. */
const FIRST_ROWS = 16
const MOST_ROWS = 1024

type ReadRows = (db: SpaceDb, after: Position, count: number) => Promise<PackRow[]>

/** Reads the packs of one space: in parts with a transaction each, so that writing never waits long. */
export class PackReader {
  constructor(readonly database: SpaceDatabase) {}

  /** Rows after a position, at most about `limitOps` ops and 256 KiB, but at least one. */
  async since(position: Position, limitOps: number): Promise<PackRow[]> {
    const rows: PackRow[] = []
    let ops = 0
    let sizeBytes = 0
    for await (const part of this.#inParts(position, Infinity, readAfter)) {
      for (const row of part) {
        ops += row.count
        sizeBytes += row.body.byteLength
      }
      rows.push(...part)
      if (ops >= limitOps || sizeBytes >= MAX_BATCH_BYTES) break
    }
    return firstBatch(rows, limitOps)
  }

  /** All rows after a position, through another one. */
  between(after: Position, through: Position): AsyncGenerator<PackRow[]> {
    return this.#inParts(after, through, (db, from, count) =>
      db.getAll('pack', IDBKeyRange.bound(from, through, true), count),
    )
  }

  /** The rows of one tree between two positions, in their order. */
  ofTree(treeId: TreeId, after: Position, through: Position): AsyncGenerator<PackRow[]> {
    return this.#inParts(after, through, (db, from, count) =>
      db.getAllFromIndex('pack', 'byTree', IDBKeyRange.bound([treeId, from], [treeId, through], true), count),
    )
  }

  /** For `LogRanges`: all there is at first, from the index alone, and later what was added since. */
  async headersAfter(position: Position): Promise<HeaderPart | undefined> {
    if (position === 0) return this.#allHeaders()
    for await (const rows of this.#inParts(position, Infinity, readAfter)) {
      return { headers: rows, through: rows.at(-1)?.position ?? position }
    }
    return undefined
  }

  /** Those of the packs that are here. */
  of(ids: readonly PackId[]): Promise<PackRow[]> {
    return this.database.use(async (db) => {
      const index = db.transaction('pack').store.index('byAuthor')
      const found = await Promise.all(
        ids.map(({ treeId, peerId, counter }) =>
          index.get(IDBKeyRange.bound([treeId, peerId, counter, 0], [treeId, peerId, counter, Infinity])),
        ),
      )
      return found.filter((row) => row !== undefined)
    })
  }

  #allHeaders(): Promise<HeaderPart | undefined> {
    return this.database.use(async (db) => {
      const read = db.transaction(['log', 'pack'])
      const { head } = (await read.objectStore('log').get(LOG_KEY)) ?? { head: 0 }
      const headers: PackHeader[] = []
      const index = read.objectStore('pack').index('byAuthor')
      for (let cursor = await index.openKeyCursor(); cursor; cursor = await cursor.continue()) {
        const [treeId, peerId, counter, count] = cursor.key
        headers.push({ treeId, peerId, counter, count })
      }
      return head === 0 ? undefined : { headers, through: head }
    })
  }

  async *#inParts(after: Position, through: Position, read: ReadRows): AsyncGenerator<PackRow[]> {
    let count = FIRST_ROWS
    for (let at = after; at < through;) {
      const from = at
      const limit = count
      const rows = await this.database.use((db) => read(db, from, limit))
      if (rows.length > 0) yield rows
      if (rows.length < count) return
      at = rows.at(-1)?.position ?? through
      const sizeBytes = rows.reduce((sum, row) => sum + row.body.byteLength, 0)
      count = sizeBytes < MAX_BATCH_BYTES ? Math.min(count * 2, MOST_ROWS) : FIRST_ROWS
    }
  }
}

const readAfter: ReadRows = (db, after, count) => db.getAll('pack', IDBKeyRange.lowerBound(after, true), count)
