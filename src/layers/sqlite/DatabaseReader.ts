import Database from 'better-sqlite3'
import { AppError } from '../../core/AppError'
import { checksum } from '../../core/persistence/hash'
import { inBatches, opCountOf, packKey, type Pack } from '../../core/persistence/Pack'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import { encodeSegment } from '../../core/persistence/segment/encodeSegment'
import type { CompactionReader, TreeTail } from '../../core/space/compaction/CompactionReader'
import type { TreeId } from '../../core/tree/ops'
import type { LogChanges, SearchLog } from '../search/SearchLog'
import { AuthorTable } from './AuthorTable'
import { brotli } from './brotli'
import { CompactionPlan, type CompactionLimits } from './CompactionPlan'
import { LogReader } from './LogReader'
import type { AuthorRange, EncodedSegment } from './EncodedSegment'
import { digestStatement } from './rangeDigest'
import { SCHEMA_VERSION } from './schema'
import { SegmentTable } from './SegmentTable'
import { SnapshotTable } from './SnapshotTable'

/** What an op is taken to weigh where nobody unpacks it to see. */
const TYPICAL_OP_BYTES = 64

/**
 * Does the heavy half of compacting a database that another connection owns and goes on writing: looks for packs worth
 * compressing and compresses them. It writes nothing, keeps no transaction open between two calls, and may end at any time.
 */
export class DatabaseReader implements CompactionReader, SearchLog {
  readonly isAlone = true
  readonly #db: Database.Database
  readonly #authors: AuthorTable
  readonly #segments: SegmentTable
  readonly #reader: LogReader
  readonly #plan: CompactionPlan
  readonly #snapshots: SnapshotTable
  #damage = 0
  #dataVersion = -1

  /** Throws an error of SQLite when the file cannot be read. */
  constructor(path: string) {
    this.#db = new Database(path, { readonly: true, fileMustExist: true })
    const found = this.#db.pragma('user_version', { simple: true }) as number
    if (found !== SCHEMA_VERSION) {
      this.#db.close()
      throw new AppError({ code: 'bad-request', reason: `${path} is of format ${found}, this reads ${SCHEMA_VERSION}` })
    }
    this.#authors = new AuthorTable(this.#db)
    this.#segments = new SegmentTable(this.#db, () => (this.#damage += 1))
    this.#reader = new LogReader(this.#db, this.#authors, this.#segments)
    this.#plan = new CompactionPlan(this.#db)
    this.#snapshots = new SnapshotTable(this.#db, () => undefined)
  }

  head(): Position {
    return this.#plan.log().head
  }

  /** The oldest packs worth compressing, compressed; undefined when there are none. Takes up to half a second. */
  nextSegment(limits: Partial<CompactionLimits> = {}): EncodedSegment | undefined {
    const read = this.#consistently(() => {
      for (;;) {
        const span = this.#plan.next(limits)
        if (!span) return undefined
        const packs = this.#packsOf(span)
        const digest = digestStatement(this.#db).get(span)?.digest
        if (packs && digest !== undefined) return { ...span, packs, digest, logId: this.#plan.log().logId }
      }
    })
    if (!read) return undefined
    const { packs, ...span } = read
    const bytes = encodeSegment(packs, brotli)
    return { ...span, opCount: opCountOf(packs), authors: rangesOf(packs), checksum: checksum(bytes), bytes }
  }

  /** Cost: one pass over the headers of the log. */
  async tails(after: Position): Promise<readonly TreeTail[]> {
    return this.#consistently(() => {
      const stored = this.#storedSnapshots()
      const tailByTree = new Map<TreeId, TreeTail>()
      const changed = new Set<TreeId>()
      for (const { position, header, bodyBytes } of this.#reader.heads(0)) {
        if (!header) continue
        const { treeId, count } = header
        if (position > after) changed.add(treeId)
        const snapshot = stored.get(treeId)
        if (position <= (snapshot?.through ?? 0)) continue
        const { ops, sizeBytes } = tailByTree.get(treeId) ?? { ops: 0, sizeBytes: 0 }
        tailByTree.set(treeId, {
          treeId,
          ops: ops + count,
          sizeBytes: sizeBytes + (bodyBytes ?? TYPICAL_OP_BYTES * count),
          snapshotBytes: snapshot?.sizeBytes ?? 0,
        })
      }
      return [...tailByTree.values()].filter((tail) => changed.has(tail.treeId))
    })
  }

  /** Cost: one pass over the headers after the position. */
  changesAfter(after: Position): LogChanges {
    return this.#consistently(() => {
      const { logId, head } = this.#plan.log()
      const newestByTree = new Map<TreeId, Position>()
      let [keyAt, keyAtHead] = ['', '']
      for (const { position, header } of this.#reader.heads(Math.max(0, Math.min(after, head) - 1))) {
        keyAtHead = header ? packKey(header) : `damaged ${position}`
        if (position <= after) keyAt = keyAtHead
        else if (header) newestByTree.set(header.treeId, position)
      }
      return { logId, head, keyAt, keyAtHead, newestByTree }
    })
  }

  loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    const { logId, head } = this.#plan.log()
    return this.#snapshots.read(treeId, logId, head)
  }

  async *loadTree(treeId: TreeId, after: Position): AsyncIterable<readonly Pack[]> {
    const damage = this.#damage
    const { countedThrough } = this.#plan.log()
    const packs = this.#consistently(() =>
      Array.from(this.#reader.ofTree(treeId, after, countedThrough), ({ pack }) => pack),
    )
    if (damage !== this.#damage) {
      throw new AppError({ code: 'damaged', path: this.#db.name, reason: `packs of tree ${treeId} are not whole` })
    }
    yield* inBatches(packs)
    await Promise.resolve()
  }

  close(): void {
    this.#db.close()
  }

  /** One state of the database for several reads, and short: while it lasts, the owner's write-ahead log grows. */
  #consistently<T>(read: () => T): T {
    this.#db.exec('BEGIN')
    try {
      // Reading many trees reads the same segments again and again.
      const dataVersion = this.#db.pragma('data_version', { simple: true }) as number
      if (dataVersion !== this.#dataVersion) {
        this.#authors.forget()
        this.#segments.forget()
        this.#dataVersion = dataVersion
      }
      return read()
    } finally {
      this.#db.exec('COMMIT')
    }
  }

  #storedSnapshots(): Map<TreeId, { readonly through: Position; readonly sizeBytes: number }> {
    const rows = this.#db.prepare<[string], { treeId: TreeId; through: Position; sizeBytes: number }>(
      'SELECT treeId, through, length(bytes) AS sizeBytes FROM snapshot WHERE logId = ?',
    )
    return new Map(rows.all(this.#plan.log().logId).map((row) => [row.treeId, row]))
  }

  /** Undefined when one of them is damaged: it stays as it is, for a person to look at. */
  #packsOf({ first, last }: { readonly first: Position; readonly last: Position }): Pack[] | undefined {
    const packs: Pack[] = []
    for (const { position, pack } of this.#reader.entries(first - 1)) {
      if (position > last) break
      if (!pack) {
        this.#plan.passOver(position)
        return undefined
      }
      packs.push(pack)
    }
    return packs
  }
}

function rangesOf(packs: readonly Pack[]): AuthorRange[] {
  const rangeByAuthor = new Map<string, AuthorRange>()
  for (const { treeId, peerId, counter, count } of packs) {
    const key = `${treeId}/${peerId}`
    const { firstCounter, lastCounter } = rangeByAuthor.get(key) ?? { firstCounter: counter, lastCounter: 0 }
    rangeByAuthor.set(key, {
      treeId,
      peerId,
      firstCounter: Math.min(firstCounter, counter),
      lastCounter: Math.max(lastCounter, counter + count - 1),
    })
  }
  return [...rangeByAuthor.values()]
}
