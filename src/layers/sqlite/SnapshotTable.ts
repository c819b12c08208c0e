import type { Database } from 'better-sqlite3'
import { checksum } from '../../core/persistence/hash'
import type { Position, StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import { brotliAside } from './brotli'
import { LateStatement } from './LateStatement'

interface SnapshotRow {
  readonly through: number
  readonly logId: string
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** Snapshots of trees, compressed: a cache of the log. */
export class SnapshotTable {
  readonly #row: LateStatement<[string], SnapshotRow>
  readonly #put: LateStatement<[string, number, string, number, Uint8Array, string]>
  readonly #drop: LateStatement<[string, number]>

  /** `report` hears of a damaged one. */
  constructor(
    db: Database,
    readonly report: (reason: string) => void,
  ) {
    this.#row = new LateStatement(db, 'SELECT through, logId, checksum, bytes FROM snapshot WHERE treeId = ?')
    this.#put = new LateStatement(
      db,
      `INSERT INTO snapshot (treeId, through, logId, checksum, bytes) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (treeId) DO UPDATE SET
        through = excluded.through, logId = excluded.logId, checksum = excluded.checksum, bytes = excluded.bytes
      WHERE snapshot.logId <> ? OR snapshot.through <= excluded.through`,
    )
    this.#drop = new LateStatement(db, 'DELETE FROM snapshot WHERE treeId = ? AND through = ?')
  }

  /** Undefined unless it is whole and of this log. */
  async read(treeId: TreeId, logId: string, head: Position): Promise<StoredSnapshot | undefined> {
    const row = this.#row.get(treeId)
    return row && this.#unpacked(treeId, row, logId, head)
  }

  /** The same for who owns the database: one that is of no use is deleted, so that it is made anew. */
  async load(treeId: TreeId, logId: string, head: Position): Promise<StoredSnapshot | undefined> {
    const row = this.#row.get(treeId)
    const snapshot = row && (await this.#unpacked(treeId, row, logId, head))
    if (row && !snapshot) this.#dropQuietly(treeId, row.through)
    return snapshot
  }

  async save({ treeId, through, bytes }: StoredSnapshot, logId: string): Promise<void> {
    const packed = await brotliAside.compress(bytes)
    this.#put.run(treeId, through, logId, checksum(packed), packed, logId)
  }

  drop({ treeId, through }: Omit<StoredSnapshot, 'bytes'>): void {
    this.#drop.run(treeId, through)
  }

  async #unpacked(
    treeId: TreeId,
    row: SnapshotRow,
    logId: string,
    head: Position,
  ): Promise<StoredSnapshot | undefined> {
    if (row.logId !== logId || row.through > head) return undefined
    const isWhole = checksum(row.bytes) === row.checksum
    const bytes = isWhole ? await brotliAside.decompress(row.bytes).catch(() => undefined) : undefined
    if (bytes) {
      return { treeId, through: row.through, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
    }
    this.report(`the snapshot of tree ${treeId} does not match its checksum; its history is read instead`)
    return undefined
  }

  /** A disk that does not take this only keeps something useless. */
  #dropQuietly(treeId: TreeId, through: Position): void {
    try {
      this.#drop.run(treeId, through)
    } catch {
      // It is looked at, and left aside, once more.
    }
  }
}
