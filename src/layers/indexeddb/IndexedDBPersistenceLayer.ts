import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import type { Sealer } from '../../core/keys/Sealer'
import { CommitQueue, type Committed, type Work } from '../../core/persistence/CommitQueue'
import type { RangeAnswer } from '../../core/persistence/compareRanges'
import { firstSiblingsFirst, inParts } from '../../core/persistence/outline/firstSiblingsFirst'
import type { OutlineRow } from '../../core/persistence/outline/Outline'
import { LogRanges } from '../../core/persistence/LogRanges'
import {
  inBatches,
  inPlacedBatches,
  packKey,
  type Pack,
  type PackId,
  type PlacedPacks,
} from '../../core/persistence/Pack'
import type {
  FollowerCursor,
  Journal,
  LogPage,
  LogSummary,
  Position,
  RefusedPack,
  StoredSnapshot,
  SyncMemory,
} from '../../core/persistence/PersistenceLayer'
import type { SecretRecord } from '../../core/space/Secrets'
import type { SpaceId } from '../../core/space/Space'
import type { TreeId, VertexId } from '../../core/tree/ops'
import type { OutlineDraft } from './OutlineDraft'
import { OutlineRows } from './OutlineRows'
import { PackLog, packOfRow } from './PackLog'
import { PackReader } from './PackReader'
import { LOG_KEY, type Migration, type PackRow, type WriteTransaction } from './schema'
import { SecretRows } from './SecretRows'
import { SnapshotRows } from './SnapshotRows'
import { SpaceDatabase } from './SpaceDatabase'
import { SyncMemoryRows } from './SyncMemoryRows'
import { writeDurably } from './writeDurably'

export interface IndexedDBOptions {
  readonly spaceId: SpaceId
  /** `create`: the database is made when it is not there. */
  readonly mode: 'open' | 'create'
  readonly environment: Environment
  readonly sealer: Sealer
  readonly id?: string
  /** For tests: a later version of the schema. */
  readonly migrations?: readonly Migration[]
}

/**
 * One space in one IndexedDB database. Everything that waits in one turn is one transaction, with strict durability: it
 * is through when the browser has handed it to the disk.
 */
export class IndexedDBPersistenceLayer implements Journal, SyncMemory {
  readonly id: string
  readonly mode = 'one-way'
  readonly written = null
  readonly paceMs = 0
  readonly presence = null
  readonly #queue: CommitQueue
  readonly #database: SpaceDatabase
  readonly #reader: PackReader
  readonly #memory: SyncMemoryRows
  readonly #secrets: SecretRows
  readonly #outline: OutlineRows
  readonly #snapshots: SnapshotRows
  readonly #ranges: LogRanges
  readonly #spaceId: SpaceId
  readonly #timers: Environment['timers']
  #log: PackLog | undefined

  constructor(options: IndexedDBOptions) {
    const { spaceId, mode, environment, sealer, migrations } = options
    this.id = options.id ?? 'indexeddb'
    this.#spaceId = spaceId
    this.#timers = environment.timers
    this.#queue = new CommitQueue(environment.timers, (work) => this.#commit(work))
    const report = (notice: ErrorDetail): void => this.#queue.report(notice)
    this.#database = new SpaceDatabase({
      spaceId,
      logId: hexOf(environment.randomBytes(16)),
      mode,
      onTaken: report,
      ...(migrations && { migrations }),
    })
    this.#reader = new PackReader(this.#database)
    this.#ranges = new LogRanges((after) => this.#reader.headersAfter(after), environment.timers)
    this.#memory = new SyncMemoryRows(this.#database, report)
    this.#secrets = new SecretRows(sealer)
    this.#outline = new OutlineRows(spaceId, environment)
    this.#snapshots = new SnapshotRows(this.#database)
  }

  get status(): Journal['status'] {
    return this.#queue.status
  }

  async open(): Promise<LogSummary> {
    const row = await this.#database.use((db) => db.get('log', LOG_KEY))
    if (!row) throw new AppError({ code: 'damaged', path: this.#database.name, reason: 'it is not complete' })
    this.#log = new PackLog(row)
    this.#queue.start(row.head)
    return this.summary()
  }

  readNow(): undefined {
    // Nothing is read at once here.
  }

  follow(): void {
    // Nobody else writes here.
  }

  summary(): LogSummary {
    return this.#open.summary()
  }

  async *loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    for await (const rows of this.#reader.ofTree(treeId, after, this.summary().head)) {
      for (const batch of inBatches(rows)) yield this.#sound(batch)
    }
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#queue.pendingOf(treeId)
  }

  async readSince(position: Position, limitOps: number): Promise<LogPage> {
    const rows = await this.#reader.since(position, limitOps)
    const through = rows.at(-1)?.position ?? position
    return { packs: this.#sound(rows), through, head: Math.max(through, this.summary().head) }
  }

  async compare(prefix: string): Promise<RangeAnswer> {
    return this.#ranges.compare(prefix)
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    return this.#sound(await this.#reader.of(ids))
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
    const log = this.#open
    if (log.row.isOutlineStale) {
      const snapshot = await this.#snapshots.load(this.#spaceId, this.summary())
      await this.#store((write) => this.#outline.rebuild(write, log.draft, snapshot))
    }
    const rows = await this.#database.use((db) => this.#outline.children(db, parentId))
    yield* firstSiblingsFirst(inParts(rows), this.#timers)
  }

  loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    return this.#snapshots.load(treeId, this.summary())
  }

  saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    return this.#snapshots.save(snapshot, this.summary())
  }

  dropSnapshot(snapshot: Pick<StoredSnapshot, 'treeId' | 'through'>): Promise<void> {
    return this.#snapshots.drop(snapshot)
  }

  loadSecrets(): Promise<readonly SecretRecord[]> {
    return this.#database.use((db) => this.#secrets.all(db))
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    this.#queue.saveSecrets(records)
  }

  loadCursors(): Promise<readonly FollowerCursor[]> {
    return this.#memory.loadCursors()
  }

  saveCursor(cursor: FollowerCursor): void {
    this.#memory.saveCursor(cursor)
  }

  loadNote(key: string): Promise<string | undefined> {
    return this.#memory.loadNote(key)
  }

  saveNote(key: string, value: string | null): void {
    this.#memory.saveNote(key, value)
  }

  async *placesOf(treeId: TreeId): AsyncIterable<PlacedPacks> {
    for await (const rows of this.#reader.ofTree(treeId, 0, this.summary().head)) {
      yield* inPlacedBatches(
        rows.flatMap((row) => this.#sound([row]).map((pack) => ({ pack, position: row.position }))),
      )
    }
  }

  async close(): Promise<void> {
    await this.#queue.close()
    await this.#memory.settled()
    await this.#database.close()
    this.#log = undefined
  }

  get #open(): PackLog {
    if (!this.#log) throw new AppError({ code: 'closed' })
    return this.#log
  }

  async #commit({ packs, secrets }: Work): Promise<Committed> {
    const log = this.#open
    let alarm: ErrorDetail | undefined
    await this.#store(async (write) => {
      const outcomes = await log.add(write, packs)
      const divergent = packs.find((_pack, index) => outcomes[index] === 'divergent')
      alarm = divergent && { code: 'divergent-op', op: packKey(divergent) }
      await this.#secrets.save(write, secrets)
      return this.#outline.apply(
        write,
        log.draft,
        packs.filter((_pack, index) => outcomes[index] === 'new'),
      )
    })
    alarm ??= this.#secrets.problem
    const { head } = log.summary()
    return alarm ? { head, alarm } : { head }
  }

  /** The browser lets one transaction begin only when the one before it is over, so the log sees one at a time. */
  async #store(work: (write: WriteTransaction) => Promise<OutlineDraft>): Promise<void> {
    const log = this.#open
    await this.#database.use(async (db) => {
      try {
        await writeDurably(db, async (write) => {
          await log.begin(write)
          const outline = await work(write)
          await log.end(write, outline.isStale(), outline.lastMove())
        })
        log.commit()
      } catch (error) {
        log.abandon()
        throw error
      }
    })
  }

  #sound(rows: readonly PackRow[]): Pack[] {
    return rows.flatMap((row) => {
      const pack = packOfRow(row)
      if (pack) return pack
      const reason = `the changes at position ${row.position} do not match their checksum`
      this.#queue.report({ code: 'damaged', path: this.#database.name, reason })
      return []
    })
  }
}
