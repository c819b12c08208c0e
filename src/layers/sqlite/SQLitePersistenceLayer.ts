import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import { nextTurn } from '../../core/nextTurn'
import type { Sealer } from '../../core/keys/Sealer'
import type { RangeAnswer } from '../../core/persistence/compareRanges'
import { CommitQueue, type Committed, type Work } from '../../core/persistence/CommitQueue'
import { LogRanges } from '../../core/persistence/LogRanges'
import { firstSiblingsFirst } from '../../core/persistence/outline/firstSiblingsFirst'
import type { OutlineRow } from '../../core/persistence/outline/Outline'
import { inPlacedBatches, type Pack, type PackId, type PlacedPacks } from '../../core/persistence/Pack'
import type {
  FollowerCursor,
  Journal,
  LogPage,
  LogSummary,
  Position,
  RefusedPack,
  StoredSnapshot,
  SyncMemory,
  WrittenLog,
} from '../../core/persistence/PersistenceLayer'
import type { SecretRecord } from '../../core/space/Secrets'
import type { SpaceId } from '../../core/space/Space'
import type { TreeId, VertexId } from '../../core/tree/ops'
import { Checkpoints } from './Checkpoints'
import type { EncodedSegment } from './EncodedSegment'
import { openDatabase } from './openDatabase'
import { OutlineKeeper } from './OutlineKeeper'
import { sqliteError } from './sqliteError'
import { StoredSpace } from './StoredSpace'
import { SyncedLog } from './SyncedLog'
import type { SyncTables } from './SyncTables'
import type { SyncFile } from './WalSync'

export interface SQLiteOptions {
  readonly spaceId: SpaceId
  /** Of the database file; its folder is made when `mode` is `create`. */
  readonly path: string
  readonly mode: 'open' | 'create'
  readonly environment: Environment
  readonly sealer: Sealer
  readonly id?: string
  /** Bodies are sealed, as on a server: nothing is read out of them, and there is no node table. */
  readonly isSealed?: boolean
  /** What a person should know of the file, from who prepared it (`prepareDatabase`). */
  readonly notice?: ErrorDetail | null
  /** How many packs the node table may fall behind while somebody writes. */
  readonly maxOutlineLag?: number
  /** For tests: a disk that fails, hangs or is slow. */
  readonly sync?: SyncFile
  /** Hears what a person who looks into the log should know, in sentences. */
  readonly log?: (sentence: string) => void
}

/**
 * One space in one SQLite file: everything that waits in one transaction, written to the write-ahead log at once and synced
 * to the disk while this thread goes on. Reads and writes are synchronous and short; a tree is read in parts.
 */
export class SQLitePersistenceLayer implements Journal, SyncMemory {
  readonly id: string
  readonly mode = 'one-way'
  readonly paceMs = 0
  readonly presence = null
  readonly #options: SQLiteOptions
  readonly #queue: CommitQueue
  readonly #ranges: LogRanges
  readonly #outline: OutlineKeeper
  #stored: StoredSpace | undefined
  #synced: SyncedLog | undefined
  #checkpoints: Checkpoints | undefined

  constructor(options: SQLiteOptions) {
    this.id = options.id ?? 'sqlite'
    this.#options = options
    const { spaceId, environment, maxOutlineLag } = options
    const { timers } = environment
    this.#queue = new CommitQueue(timers, (work) => this.#commit(work))
    this.#ranges = new LogRanges((after) => this.#attempt(() => this.#log.headersAfter(after)), timers)
    this.#outline = new OutlineKeeper({
      spaceId,
      environment,
      stored: () => this.#open,
      loadSnapshot: () => this.loadSnapshot(spaceId),
      maxLag: maxOutlineLag,
    })
  }

  get status(): Journal['status'] {
    return this.#queue.status
  }

  get written(): WrittenLog {
    return this.#log.written
  }

  async open(): Promise<LogSummary> {
    const { path, mode, spaceId, environment, sealer, log, sync } = this.#options
    const { db, notice } = openDatabase(path, mode, { spaceId, logId: hexOf(environment.randomBytes(16)) }, log)
    const report = (reason: string): void => this.#queue.report({ code: 'damaged', path, reason })
    this.#stored = new StoredSpace(db, path, sealer, report)
    const checkpoints = new Checkpoints(db, environment.timers)
    this.#checkpoints = checkpoints
    this.#synced = new SyncedLog({ stored: this.#stored, status: this.status, checkpoints, sync })
    this.#queue.start(this.summary().head, notice ?? this.#options.notice ?? null)
    return this.summary()
  }

  summary(): LogSummary {
    return this.#log.summary()
  }

  async *loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    for await (const { packs } of this.placesOf(treeId, after)) yield packs
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#queue.pendingOf(treeId)
  }

  async readSince(position: Position, limitOps: number): Promise<LogPage> {
    return this.readNow(position, limitOps)
  }

  readNow(position: Position, limitOps: number): LogPage {
    return this.#attempt(() => this.#log.since(position, limitOps))
  }

  follow(): void {
    // Nobody else writes here.
  }

  async compare(prefix: string): Promise<RangeAnswer> {
    return this.#ranges.compare(prefix)
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    return this.#attempt(() => this.#log.find(ids))
  }

  append(packs: readonly Pack[]): void {
    this.#queue.append(packs)
  }

  takeRefused(): readonly RefusedPack[] {
    return []
  }

  flush(): Promise<Position> {
    return this.#queue.flush()
  }

  attend(): void {
    // Nothing is delivered from here.
  }

  async *readOutline(parentId: VertexId | null): AsyncIterable<readonly OutlineRow[]> {
    if (this.#options.isSealed) throw new AppError({ code: 'bad-request', reason: 'this space is sealed here' })
    try {
      yield* firstSiblingsFirst(this.#outline.parts(parentId), this.#options.environment.timers)
    } catch (error) {
      throw sqliteError(error, this.#options.path)
    }
  }

  async loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    const { logId, head } = this.#open.packs.summary()
    return this.#telling(() => this.#open.snapshots.load(treeId, logId, head))
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    const { logId } = this.summary()
    await this.#telling(() => this.#open.snapshots.save(snapshot, logId))
  }

  async dropSnapshot(snapshot: Omit<StoredSnapshot, 'bytes'>): Promise<void> {
    this.#attempt(() => this.#open.snapshots.drop(snapshot))
  }

  /**
   * Puts a compressed segment (`CompactionReader.nextSegment`) in the place of the packs it was made from: one short
   * transaction. False when other packs stand there; then nothing was changed.
   */
  applySegment(encoded: EncodedSegment): boolean {
    return this.#attempt(() => this.#open.applySegment(encoded))
  }

  /** Brings the stored index up to the head now, not only with one of the next packs: what is not in it stays in rows. */
  indexAll(): void {
    this.#attempt(() => this.#open.indexAll())
  }

  /** A file made before files could give room back is written anew, however long that takes; others are left as they are. */
  rewriteOnce(): void {
    this.#attempt(() => this.#open.rewriteOnce())
  }

  /**
   * Gives a little of the file's unused room back, `pages` of 4 KiB at most; true while there is more. The node table is
   * brought in step meanwhile.
   */
  reclaim(pages = 64): boolean {
    if (!this.#options.isSealed) this.#outline.catchUp()
    return this.#attempt(() => this.#open.reclaim(pages))
  }

  async loadSecrets(): Promise<readonly SecretRecord[]> {
    return this.#attempt(() => this.#open.secrets.all())
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    this.#queue.saveSecrets(records)
  }

  async loadCursors(): Promise<readonly FollowerCursor[]> {
    return this.#attempt(() => this.#open.sync.cursors())
  }

  saveCursor(cursor: FollowerCursor): void {
    this.#remember((sync) => sync.putCursor(cursor))
  }

  async loadNote(key: string): Promise<string | undefined> {
    return this.#attempt(() => this.#open.sync.note(key))
  }

  saveNote(key: string, value: string | null): void {
    this.#remember((sync) => sync.putNote(key, value))
  }

  async *placesOf(treeId: TreeId, after: Position = 0): AsyncIterable<PlacedPacks> {
    const { timers } = this.#options.environment
    try {
      let isFirst = true
      for (const part of inPlacedBatches(this.#log.ofTree(treeId, after))) {
        // A long history is read in turns: commits and other readers come in between.
        if (!isFirst) await nextTurn(timers)
        isFirst = false
        yield part
      }
    } catch (error) {
      throw sqliteError(error, this.#options.path)
    }
  }

  async close(): Promise<void> {
    await this.#queue.close()
    if (this.#stored && !this.#options.isSealed) await this.#outline.close()
    this.#checkpoints?.close()
    await this.#synced?.close()
    this.#stored?.close(this.#synced?.isDoubtful === false)
    this.#stored = undefined
    this.#synced = undefined
  }

  get #open(): StoredSpace {
    if (!this.#stored) throw new AppError({ code: 'closed' })
    return this.#stored
  }

  get #log(): SyncedLog {
    if (!this.#synced) throw new AppError({ code: 'closed' })
    return this.#synced
  }

  async #commit(work: Work): Promise<Committed> {
    const committed = await this.#log.commit(work)
    if (!this.#options.isSealed) this.#outline.committed()
    this.#checkpoints?.committed()
    return committed
  }

  /** A failure here changes nothing else: what is remembered only saves work, or is asked of a person again. */
  #remember(write: (sync: SyncTables) => void): void {
    const tell = (error: unknown): void => this.#queue.report(sqliteError(error, this.#options.path).detail)
    try {
      write(this.#open.sync)
      this.#log.sync().catch(tell)
    } catch (error) {
      tell(error)
    }
  }

  async #telling<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw sqliteError(error, this.#options.path)
    }
  }

  #attempt<T>(read: () => T): T {
    try {
      return read()
    } catch (error) {
      throw sqliteError(error, this.#options.path)
    }
  }
}
