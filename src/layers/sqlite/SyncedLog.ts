import type { AppError } from '../../core/AppError'
import type { Committed, Work } from '../../core/persistence/CommitQueue'
import { packKey, type Pack, type PackId } from '../../core/persistence/Pack'
import type { HeaderPart } from '../../core/persistence/LogRanges'
import type { Journal, LogPage, LogSummary, Position, WrittenLog } from '../../core/persistence/PersistenceLayer'
import { Writable } from '../../core/Readable'
import type { TreeId } from '../../core/tree/ops'
import type { Checkpoints } from './Checkpoints'
import { sqliteError } from './sqliteError'
import type { PlacedPack } from './LogReader'
import type { StoredSpace } from './StoredSpace'
import { WalSync, type SyncFile } from './WalSync'

export interface SyncedLogOptions {
  readonly stored: StoredSpace
  readonly status: Journal['status']
  readonly checkpoints: Pick<Checkpoints, 'hold'>
  readonly sync?: SyncFile | undefined
}

/**
 * The log as everyone may see it: as far as it is on the disk. What stands behind that, for as long as a sync takes, is shown
 * by `written` alone.
 */
export class SyncedLog {
  readonly written: WrittenLog
  readonly #stored: StoredSpace
  readonly #checkpoints: SyncedLogOptions['checkpoints']
  readonly #wal: WalSync
  readonly #writtenHead: Writable<Position>
  /** As of the last sync. */
  #synced: LogSummary

  constructor({ stored, status, checkpoints, sync }: SyncedLogOptions) {
    this.#stored = stored
    this.#checkpoints = checkpoints
    // A commit then only writes; and the log of a checkpoint is synced before the database, as ever.
    stored.db.pragma('synchronous = NORMAL')
    this.#wal = new WalSync(stored.path, sync)
    this.#writtenHead = new Writable(stored.packs.head)
    this.#synced = stored.packs.summary()
    const readNow = (position: Position, limitOps: number): LogPage => {
      const { packs, through } = stored.packs.since(position, limitOps)
      return { packs, through, head: stored.packs.head }
    }
    this.written = {
      status,
      head: this.#writtenHead,
      readNow,
      readSince: (position, limitOps) => Promise.resolve(readNow(position, limitOps)),
    }
  }

  summary(): LogSummary {
    return this.#synced
  }

  /** Resolves when all of it is on the disk; rejects with AppError when it is not, and may then be in the log or not. */
  async commit(work: Work): Promise<Committed> {
    const { packs } = this.#stored
    const { committed, after: syncing } = this.#stored.commit(work, () => this.sync())
    // While the disk is busy anyway.
    const written = packs.summary()
    const misplaced = this.#misplaced()
    if (!misplaced) this.#writtenHead.set(packs.head)
    await syncing
    if (misplaced) throw misplaced
    this.#synced = written
    return committed
  }

  /** Resolves when all that was written before is on the disk. */
  async sync(): Promise<void> {
    try {
      await this.#wal.run()
      this.#checkpoints.hold(false)
    } catch (error) {
      // A power cut while pages move to the database that the log on the disk does not have would leave a damaged one.
      this.#checkpoints.hold(true)
      throw sqliteError(error, this.#stored.path)
    }
  }

  /** What was written last may not be on the disk, and was to be. */
  get isDoubtful(): boolean {
    return this.#wal.isDoubtful
  }

  since(position: Position, limitOps: number): LogPage {
    const { packs, through } = this.#stored.packs.since(position, limitOps)
    const { head } = this.summary()
    if (through <= head) return { packs, through, head }
    return {
      packs: packs.slice(0, Math.max(0, packs.length - (through - head))),
      through: Math.max(position, head),
      head,
    }
  }

  /** Those that are there now, read one by one as they are asked for. */
  *ofTree(treeId: TreeId, after: Position): Generator<PlacedPack> {
    const { head } = this.summary()
    for (const placed of this.#stored.packs.placesOfTree(treeId, after)) if (placed.position <= head) yield placed
  }

  headersAfter(position: Position): HeaderPart | undefined {
    const part = this.#stored.packs.headersAfter(position)
    const { head } = this.summary()
    if (!part || part.through <= head) return part
    if (position >= head) return undefined
    return { headers: part.headers.slice(0, part.headers.length - (part.through - head)), through: head }
  }

  find(ids: readonly PackId[]): readonly Pack[] {
    const ahead = new Set(this.#ahead().map(packKey))
    return ids.flatMap((id) => (ahead.has(packKey(id)) ? [] : (this.#stored.packs.find(id) ?? [])))
  }

  close(): Promise<void> {
    return this.#wal.close()
  }

  #misplaced(): AppError | undefined {
    try {
      this.#stored.checkPlace()
      return undefined
    } catch (error) {
      return sqliteError(error, this.#stored.path)
    }
  }

  /** What stands behind what is on the disk. */
  #ahead(): readonly Pack[] {
    const ahead: Pack[] = []
    const { packs } = this.#stored
    for (let at = this.#synced.head; at < packs.head;) {
      const page = packs.since(at, Number.POSITIVE_INFINITY)
      ahead.push(...page.packs)
      at = page.through
    }
    return ahead
  }
}
