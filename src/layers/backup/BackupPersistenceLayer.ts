import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { nextTurn } from '../../core/nextTurn'
import type { RangeAnswer } from '../../core/persistence/compareRanges'
import { CommitQueue, type Committed, type Work } from '../../core/persistence/CommitQueue'
import { LogRanges } from '../../core/persistence/LogRanges'
import type { Pack, PackId } from '../../core/persistence/Pack'
import type {
  LogPage,
  LogSummary,
  PersistenceLayer,
  Position,
  RefusedPack,
} from '../../core/persistence/PersistenceLayer'
import type { FileStore } from '../../core/space/FileStore'
import type { SecretRecord } from '../../core/space/Secrets'
import type { SpaceId } from '../../core/space/Space'
import type { TreeId } from '../../core/tree/ops'
import { BackupDisk } from './BackupDisk'
import { BackupFiles } from './BackupFiles'
import { BackupLog } from './BackupLog'
import { BackupPacks } from './BackupPacks'
import type { LogIndex } from './LogIndex'
import { proveBackup, type BackupProof } from './proveBackup'

export interface BackupOptions {
  /** `backup:<folder>` by default. */
  readonly id?: string
  readonly spaceId: SpaceId
  /** The backup's own, as `placeBackup` gave it. */
  readonly folder: string
  readonly cipher: SpaceCipher
  /** Where the space's files are on this machine. */
  readonly files: FileStore
  readonly environment: Environment
  /** Names this copy of the space, 32 hex digits: its journal's log id. Asked when the backup is opened. */
  readonly writer: () => string
  /** For tests: small log files, no rest between writes. */
  readonly segmentBytes?: number
  readonly paceMs?: number
}

const SEGMENT_BYTES = 16 * 1024 * 1024
/** Sealed in one turn of the event loop: a few milliseconds of it. */
const TURN_PACKS = 500
/** A folder that is kept in step by another program is not rewritten at each key. */
const PACE_MS = 30_000

/** A backup of one space in a folder of a person's choice: append-only files, compressed, sealed with the space's key. */
export class BackupPersistenceLayer implements PersistenceLayer {
  readonly id: string
  readonly mode = 'one-way'
  readonly paceMs: number
  readonly presence = null
  /** Keeps the space's files in the backup too; looks for new ones after each commit. */
  readonly files: BackupFiles
  readonly #options: BackupOptions
  readonly #queue: CommitQueue
  readonly #disk: BackupDisk
  readonly #packs: BackupPacks
  #log: BackupLog | undefined
  #compared: { readonly index: LogIndex; readonly ranges: LogRanges } | undefined
  #refused: RefusedPack[] = []

  constructor(options: BackupOptions) {
    this.id = options.id ?? `backup:${options.folder}`
    this.paceMs = options.paceMs ?? PACE_MS
    this.#options = options
    this.#disk = new BackupDisk(options.folder)
    this.#queue = new CommitQueue(options.environment.timers, (work) => this.#commit(work))
    this.#packs = new BackupPacks(options.cipher, (what) => {
      this.#queue.report({ code: 'damaged', path: options.folder, reason: what })
    })
    this.files = new BackupFiles({
      disk: this.#disk,
      log: () => this.#open,
      cipher: options.cipher,
      store: options.files,
      timers: options.environment.timers,
    })
  }

  get status(): PersistenceLayer['status'] {
    return this.#queue.status
  }

  /** May be called again after it rejected, for instance because the stick was not there. */
  async open(): Promise<LogSummary> {
    const { spaceId, environment, cipher, segmentBytes = SEGMENT_BYTES } = this.#options
    const log = new BackupLog({
      disk: this.#disk,
      spaceId,
      environment,
      segmentBytes,
      writer: this.#options.writer(),
    })
    try {
      await log.load()
      if (log.label.keyId !== cipher.keyId) throw new AppError({ code: 'wrong-key' })
    } catch (error) {
      this.#queue.report(AppError.detailOf(error))
      throw error
    }
    this.#log = log
    this.#queue.start(log.content.index.head)
    void this.files.syncNow()
    return this.summary()
  }

  follow(): void {
    // Nobody else's changes are taken from a backup but by restoring it.
  }

  summary(): LogSummary {
    const { label, content } = this.#open
    return { logId: label.logId, ...content.index.summary() }
  }

  async *loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    const log = this.#open
    yield* this.#packs.at(
      log,
      log.content.index.positionsOf(treeId).filter((position) => position > after),
    )
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#queue.pendingOf(treeId)
  }

  readSince(position: Position, limitOps: number): Promise<LogPage> {
    return this.#packs.since(this.#open, position, limitOps)
  }

  async compare(prefix: string): Promise<RangeAnswer> {
    const { index } = this.#open.content
    // Another one once the backup was read again.
    if (this.#compared?.index !== index) {
      const ranges = new LogRanges((after) => index.headersAfter(after), this.#options.environment.timers)
      this.#compared = { index, ranges }
    }
    return this.#compared.ranges.compare(prefix)
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    const log = this.#open
    const positions = ids.flatMap((id) => log.content.index.find(id) ?? [])
    const found: Pack[] = []
    for await (const packs of this.#packs.at(log, positions)) found.push(...packs)
    return found
  }

  append(packs: readonly Pack[]): void {
    this.#queue.append(packs)
  }

  flush(): Promise<Position> {
    return this.#queue.flush()
  }

  takeRefused(): readonly RefusedPack[] {
    return this.#refused.splice(0)
  }

  async loadSecrets(): Promise<readonly SecretRecord[]> {
    return this.#open.content.secrets.flatMap((record) => this.#options.cipher.openSecret(record) ?? [])
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    this.#queue.saveSecrets(records)
  }

  /**
   * Opens the backup again from the disk, as a stranger would, and compares all of it with what was written: changes,
   * fingerprint, every checksum, every file. Rejects with `backup-differs` when something is not there; then the layer
   * knows what it lacks, and `FollowerSync.verify` and `files.syncNow` write it again. Cost: reads the whole backup.
   */
  async verify(): Promise<BackupProof> {
    await this.flush()
    return proveBackup(this.#open, this.#disk, this.#options.environment)
  }

  async close(): Promise<void> {
    await this.files.close()
    await this.#queue.close()
    this.#log = undefined
  }

  get #open(): BackupLog {
    if (!this.#log) throw new AppError(this.status.current.lastError ?? { code: 'closed' })
    return this.#log
  }

  async #commit({ packs, secrets }: Work): Promise<Committed> {
    const log = this.#open
    const { cipher } = this.#options
    const sealed: Pack[] = []
    for (const [index, pack] of packs.entries()) {
      sealed.push(...this.#sealed(pack))
      if (index % TURN_PACKS === TURN_PACKS - 1) await nextTurn(this.#options.environment.timers)
    }
    const fresh = this.#packs.unknownOf(sealed, log.content.index)
    const news = secrets.map((record) => cipher.sealSecret(record)).filter((record) => log.content.isNews(record))
    const alarms = await log.append({ packs: fresh, secrets: news, files: [] })
    // Whoever adds a file to a space writes a change after it.
    void this.files.syncNow()
    const { head } = log.content.index
    const [op] = alarms
    return op === undefined ? { head } : { head, alarm: { code: 'divergent-op', op } }
  }

  /** None for one that no place could keep: it is refused for good, and the others go on. */
  #sealed(pack: Pack): readonly Pack[] {
    try {
      return this.#options.cipher.sealPacks([pack])
    } catch (error) {
      const { treeId, peerId, counter } = pack
      this.#refused.push({ treeId, peerId, counter, detail: AppError.detailOf(error) })
      return []
    }
  }
}
