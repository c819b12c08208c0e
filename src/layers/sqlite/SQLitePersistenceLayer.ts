import type Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import type { Sealer } from '../../core/keys/Sealer'
import { answerRange, type RangeAnswer } from '../../core/persistence/compareRanges'
import { CommitQueue, type Committed, type Work } from '../../core/persistence/CommitQueue'
import { applyPackToOutline, rebuildFromPacks } from '../../core/persistence/outline/outlinePacks'
import type { OutlineRow } from '../../core/persistence/outline/Outline'
import { firstBatch, inBatches, packKey, type Pack, type PackId } from '../../core/persistence/Pack'
import type {
  FollowerCursor,
  Journal,
  LogPage,
  LogSummary,
  Position,
  RefusedPack,
  SyncMemory,
} from '../../core/persistence/PersistenceLayer'
import type { SecretRecord } from '../../core/space/Secrets'
import type { SpaceId } from '../../core/space/Space'
import type { TreeId, VertexId } from '../../core/tree/ops'
import { openDatabase } from './openDatabase'
import { packOfRow, PackTable, type PackRow } from './PackTable'
import { SecretTable } from './SecretTable'
import { SQLiteOutlineStore } from './SQLiteOutlineStore'
import { sqliteError } from './sqliteError'
import { SyncTables } from './SyncTables'

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
}

interface Handle {
  readonly db: Database.Database
  readonly packs: PackTable
  readonly outline: SQLiteOutlineStore
  readonly secrets: SecretTable
  readonly sync: SyncTables
  /** Of the file this handle writes to: a file that was moved away would still be written to, and lost. */
  readonly inode: number
  /** One transaction; made once, because making it costs as much as storing an edit. */
  readonly store: Database.Transaction<(work: Work) => ErrorDetail | undefined>
}

/** Packs between two updates of the stored count and fingerprint. */
const COUNTED_EVERY = 500

/**
 * One space in one SQLite file: WAL, `synchronous=FULL`, everything that waits in one turn in one transaction. Reads and
 * writes are synchronous and short; a tree is read in parts.
 */
export class SQLitePersistenceLayer implements Journal, SyncMemory {
  readonly id: string
  readonly mode = 'one-way'
  readonly paceMs = 0
  readonly presence = null
  readonly #options: SQLiteOptions
  readonly #queue: CommitQueue
  #handle: Handle | undefined

  constructor(options: SQLiteOptions) {
    this.id = options.id ?? 'sqlite'
    this.#options = options
    this.#queue = new CommitQueue(options.environment.timers, (work) => this.#commit(work))
  }

  get status(): Journal['status'] {
    return this.#queue.status
  }

  async open(): Promise<LogSummary> {
    const { path, mode, spaceId, environment, sealer, isSealed } = this.#options
    const { db, notice } = openDatabase(path, mode, { spaceId, logId: hexOf(environment.randomBytes(16)) })
    const handle = {
      db,
      packs: new PackTable(db),
      outline: new SQLiteOutlineStore(db),
      secrets: new SecretTable(db, sealer),
      sync: new SyncTables(db),
      inode: statSync(path).ino,
    }
    const outlined = isSealed ? undefined : spaceId
    this.#handle = { ...handle, store: db.transaction((work: Work) => storeWork(handle, outlined, work)) }
    this.#queue.start(this.summary().head, notice)
    return this.summary()
  }

  summary(): LogSummary {
    return this.#open.packs.summary()
  }

  async *loadTree(treeId: TreeId): AsyncIterable<readonly Pack[]> {
    // Read before the first pause: an open cursor would keep the connection busy for commits in between.
    const rows = this.#attempt(() => [...this.#open.packs.ofTree(treeId)])
    for (const batch of inBatches(rows)) yield batch.flatMap((row) => this.#checked(row) ?? [])
    await Promise.resolve()
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#queue.pendingOf(treeId)
  }

  async readSince(position: Position, limitOps: number): Promise<LogPage> {
    const rows = this.#attempt(() => firstBatch(this.#open.packs.since(position), limitOps))
    const through = rows.at(-1)?.position ?? position
    return { packs: rows.flatMap((row) => this.#checked(row) ?? []), through, head: this.summary().head }
  }

  follow(): void {
    // Nobody else writes here.
  }

  async compare(prefix: string): Promise<RangeAnswer> {
    return this.#attempt(() => answerRange(this.#open.packs.headers(), prefix))
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    const rows = this.#attempt(() => ids.flatMap((id) => this.#open.packs.find(id) ?? []))
    return rows.flatMap((row) => this.#checked(row) ?? [])
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

  async readOutline(parentId: VertexId | null): Promise<readonly OutlineRow[]> {
    if (this.#options.isSealed) throw new AppError({ code: 'bad-request', reason: 'this space is sealed here' })
    const { outline, packs, db } = this.#open
    return this.#attempt(() => {
      if (outline.isStale()) {
        const { spaceId, environment } = this.#options
        const readable = [...packs.ofTree(spaceId)].flatMap((row) => this.#checked(row) ?? [])
        db.transaction(() => rebuildFromPacks(outline, spaceId, readable, environment)).immediate()
      }
      return outline.rows(parentId)
    })
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

  async close(): Promise<void> {
    await this.#queue.close()
    const handle = this.#handle
    this.#handle = undefined
    if (!handle) return
    try {
      handle.packs.putSummary(1)
      handle.db.exec('UPDATE log SET isClean = 1')
    } catch {
      // The next opening finds it unclean and checks it, which is right for a disk that cannot take this write.
    }
    handle.db.close()
  }

  get #open(): Handle {
    if (!this.#handle) throw new AppError({ code: 'closed' })
    return this.#handle
  }

  #commit(work: Work): Committed {
    const { path } = this.#options
    const handle = this.#open
    let alarm: ErrorDetail | undefined
    try {
      if (statSync(path).ino !== handle.inode) throw new AppError({ code: 'folder-missing', path })
      if (!isStoredAlone(handle.packs, this.#options, work)) alarm = handle.store.immediate(work)
    } catch (error) {
      handle.packs.forget()
      handle.outline.forget()
      throw sqliteError(error, path)
    }
    alarm ??= handle.secrets.problem
    const { head } = handle.packs
    return alarm ? { head, alarm } : { head }
  }

  /** A failure here changes nothing else: what is remembered only saves work, or is asked of a person again. */
  #remember(write: (sync: SyncTables) => void): void {
    try {
      write(this.#open.sync)
    } catch (error) {
      this.#queue.report(sqliteError(error, this.#options.path).detail)
    }
  }

  #checked(row: PackRow): Pack | undefined {
    const pack = packOfRow(row)
    if (!pack) {
      const reason = `the changes at position ${row.position} do not match their checksum`
      this.#queue.report({ code: 'damaged', path: this.#options.path, reason })
    }
    return pack
  }

  #attempt<T>(read: () => T): T {
    try {
      return read()
    } catch (error) {
      throw sqliteError(error, this.#options.path)
    }
  }
}

function isStoredAlone(
  packs: PackTable,
  { spaceId, isSealed }: SQLiteOptions,
  { packs: [only, ...others], secrets }: Work,
): boolean {
  if (!only || others.length > 0 || secrets.length > 0) return false
  // The space's own tree also changes the node table.
  return (isSealed === true || only.treeId !== spaceId) && packs.addAlone(only, COUNTED_EVERY)
}

/** In a transaction. Returns the alarm when an op id came with another body. */
function storeWork(
  { packs, outline, secrets }: Omit<Handle, 'store'>,
  outlined: SpaceId | undefined,
  work: Work,
): ErrorDetail | undefined {
  let alarm: ErrorDetail | undefined
  for (const pack of work.packs) {
    const added = packs.add(pack)
    if (added === 'divergent') alarm = { code: 'divergent-op', op: packKey(pack) }
    if (added === 'new' && pack.treeId === outlined) applyPackToOutline(outline, pack)
  }
  packs.putSummary(COUNTED_EVERY)
  if (work.secrets.length > 0) secrets.save(work.secrets)
  return alarm
}
