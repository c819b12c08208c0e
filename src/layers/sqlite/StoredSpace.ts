import type { Database, Transaction } from 'better-sqlite3'
import { statSync } from 'node:fs'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Sealer } from '../../core/keys/Sealer'
import type { Committed, Work } from '../../core/persistence/CommitQueue'
import { packKey } from '../../core/persistence/Pack'
import type { EncodedSegment } from './EncodedSegment'
import { PackTable } from './PackTable'
import { SecretTable } from './SecretTable'
import { SegmentWriter } from './SegmentWriter'
import { SnapshotTable } from './SnapshotTable'
import { SQLiteOutlineStore } from './SQLiteOutlineStore'
import { sqliteError } from './sqliteError'
import { SyncTables } from './SyncTables'

/** Packs between two updates of the stored count and fingerprint. */
const COUNTED_EVERY = 1000
/** Rows of the node table that are written or compressed in one step. */
const PACKED_AT_ONCE = 1

/** The open database of a space: its tables, and the transactions that change several of them. */
export class StoredSpace {
  readonly packs: PackTable
  readonly outline: SQLiteOutlineStore
  readonly secrets: SecretTable
  readonly sync: SyncTables
  readonly snapshots: SnapshotTable
  readonly #segments: SegmentWriter
  /** Of the file that is written to: a file that was moved away would still be written to, and lost. */
  readonly #inode: number
  /** One transaction; made once, because making it costs as much as storing an edit. */
  readonly #store: Transaction<(work: Work) => ErrorDetail | undefined>

  /** `report` hears of what is damaged, whenever it is read. */
  constructor(
    readonly db: Database,
    readonly path: string,
    sealer: Sealer,
    report: (reason: string) => void,
  ) {
    this.packs = new PackTable(db, report)
    this.outline = new SQLiteOutlineStore(db, this.packs.authors)
    this.secrets = new SecretTable(db, sealer)
    this.sync = new SyncTables(db)
    this.snapshots = new SnapshotTable(db, report)
    this.#segments = new SegmentWriter(db, this.packs)
    this.#inode = statSync(path).ino
    this.#store = db.transaction((work: Work) => this.#storeWork(work))
  }

  /**
   * All of it or nothing, which throws AppError. `written` is called as soon as it is in the file. The node table follows in
   * its own time.
   */
  commit<T>(work: Work, written: () => T): { readonly committed: Committed; readonly after: T } {
    let alarm: ErrorDetail | undefined
    let note: (() => void) | undefined
    try {
      if (work.secrets.length === 0) note = this.packs.addAtOnce(work.packs, COUNTED_EVERY)
      if (!note) alarm = this.#store.immediate(work)
    } catch (error) {
      this.packs.forget()
      throw sqliteError(error, this.path)
    }
    const after = written()
    note?.()
    alarm ??= this.secrets.problem
    const { head } = this.packs
    return { committed: alarm ? { head, alarm } : { head }, after }
  }

  /** Throws AppError when the file was moved away: what is written to it would be lost. */
  checkPlace(): void {
    let inode: number
    try {
      inode = statSync(this.path).ino
    } catch (error) {
      throw sqliteError(error, this.path)
    }
    if (inode !== this.#inode) throw new AppError({ code: 'folder-missing', path: this.path })
  }

  /** One transaction of the node table alone. */
  changeOutline<T>(change: (outline: SQLiteOutlineStore) => T): T {
    try {
      return this.db.transaction(() => change(this.outline)).immediate()
    } catch (error) {
      this.outline.forget()
      throw sqliteError(error, this.path)
    }
  }

  /** False when the log is not the one the segment was made from. */
  applySegment(encoded: EncodedSegment): boolean {
    try {
      return this.#segments.apply(encoded)
    } finally {
      this.packs.forgetSegments()
    }
  }

  /** True while there is more to give back. */
  reclaim(pages: number): boolean {
    if (this.changeOutline((outline) => outline.pack(PACKED_AT_ONCE))) return true
    this.db.pragma(`incremental_vacuum(${pages})`)
    const isAble = this.db.pragma('auto_vacuum', { simple: true }) === 2
    return isAble && this.db.pragma('freelist_count', { simple: true }) !== 0
  }

  rewriteOnce(): void {
    if (this.db.pragma('auto_vacuum', { simple: true }) !== 0) return
    this.db.pragma('auto_vacuum = INCREMENTAL')
    this.db.exec('VACUUM')
  }

  indexAll(): void {
    this.db.transaction(() => this.packs.write(1)).immediate()
  }

  /** `isSure`: all that was written is known to be on the disk. */
  close(isSure: boolean): void {
    try {
      // What is written last waits for the disk again: nobody syncs it after this.
      this.db.pragma('synchronous = FULL')
      while (this.changeOutline((outline) => outline.write()));
      this.indexAll()
      if (isSure) this.db.exec('UPDATE log SET isClean = 1')
    } catch {
      // The next opening finds it unclean and checks it, which is right for a disk that cannot take this write.
    }
    this.db.close()
  }

  /** In a transaction. Returns the alarm when an op id came with another body. */
  #storeWork(work: Work): ErrorDetail | undefined {
    const { divergent } = this.packs.add(work.packs)
    this.packs.write(COUNTED_EVERY)
    if (work.secrets.length > 0) this.secrets.save(work.secrets)
    return divergent && { code: 'divergent-op', op: packKey(divergent) }
  }
}
