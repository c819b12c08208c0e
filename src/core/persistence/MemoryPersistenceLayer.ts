import { AppError, type ErrorDetail } from '../AppError'
import type { Environment } from '../environment'
import { Writable } from '../Readable'
import { Secrets, type SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { TreeId, VertexId } from '../tree/ops'
import type { RangeAnswer } from './compareRanges'
import { CommitQueue, type Committed, type Work } from './CommitQueue'
import { checksum } from './hash'
import { LogDigest } from './LogDigest'
import { LogRanges, PART_HEADERS, type HeaderPart } from './LogRanges'
import { firstSiblingsFirst, inParts } from './outline/firstSiblingsFirst'
import { MemoryOutlineStore } from './outline/MemoryOutlineStore'
import type { OutlineRow } from './outline/Outline'
import { applyPackToOutline, rebuildFromPacks } from './outline/outlinePacks'
import type { MemoryDisk } from './MemoryDisk'
import type { MemoryMedium } from './MemoryMedium'
import { firstBatch, inPlacedBatches, packKey, type Pack, type PackId, type PlacedPacks } from './Pack'
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
} from './PersistenceLayer'

/** A journal and layer in memory: for tests, simulations and spaces that should leave no trace. */
export class MemoryPersistenceLayer implements Journal, SyncMemory {
  readonly mode = 'one-way'
  readonly paceMs = 0
  readonly presence = null
  readonly #queue: CommitQueue
  #positionByKey = new Map<string, Position>()
  #digest = new LogDigest()
  #maxCounter = 0
  #outline = new MemoryOutlineStore()
  /** It must be built anew before it is read. */
  #isOutlineStale = true
  #secrets = new Secrets()
  readonly #ranges: LogRanges
  readonly #writtenHead = new Writable<Position>(0)
  /** As of the last sync, while more is written than that. */
  #synced: LogSummary | undefined

  constructor(
    readonly spaceId: SpaceId,
    readonly medium: MemoryMedium,
    readonly environment: Environment,
    readonly id = 'memory',
    /** Bodies are sealed: there is no node table. */
    readonly isSealed = false,
  ) {
    this.#queue = new CommitQueue(environment.timers, (work) => this.#commit(work))
    this.#ranges = new LogRanges((after) => this.#headersAfter(after), environment.timers)
  }

  get status(): Journal['status'] {
    return this.#queue.status
  }

  open(): Promise<LogSummary> {
    if (this.medium.failure) return Promise.reject(new AppError(this.medium.failure))
    this.#positionByKey = new Map(this.medium.packs.map((pack, index) => [packKey(pack), index + 1]))
    for (const pack of this.medium.packs) this.#count(pack)
    this.#isOutlineStale = true
    this.#secrets.merge(this.medium.secrets)
    // Whatever a process that was killed left unsynced, the next one syncs before anything else.
    this.medium.disk?.begin()()
    this.#writtenHead.set(this.medium.packs.length)
    this.#queue.start(this.medium.packs.length)
    return Promise.resolve(this.summary())
  }

  get written(): WrittenLog | null {
    if (!this.medium.disk) return null
    const readNow = (position: Position, limitOps: number): LogPage => this.#page(this.medium.packs, position, limitOps)
    return {
      status: this.status,
      head: this.#writtenHead,
      readNow,
      readSince: (position, limitOps) => Promise.resolve(readNow(position, limitOps)),
    }
  }

  summary(): LogSummary {
    if (this.#synced) return this.#synced
    const { opCount, fingerprint } = this.#digest
    return {
      logId: this.medium.logId,
      head: this.medium.packs.length,
      opCount,
      fingerprint,
      maxCounter: this.#maxCounter,
    }
  }

  async *loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    const packs = this.#durable.slice(after).filter((pack) => pack.treeId === treeId)
    if (packs.length > 0) yield packs
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#queue.pendingOf(treeId)
  }

  readSince(position: Position, limitOps: number): Promise<LogPage> {
    return Promise.resolve(this.readNow(position, limitOps))
  }

  readNow(position: Position, limitOps: number): LogPage {
    return this.#page(this.#durable, position, limitOps)
  }

  follow(): void {
    // Nobody else writes here.
  }

  compare(prefix: string): Promise<RangeAnswer> {
    return this.#ranges.compare(prefix)
  }

  fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    const positions = ids.flatMap((id) => this.#positionByKey.get(packKey(id)) ?? [])
    return Promise.resolve(positions.flatMap((position) => this.#durable[position - 1] ?? []))
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
    if (this.isSealed) throw new AppError({ code: 'bad-request', reason: 'this space is sealed here' })
    if (this.#isOutlineStale) {
      const packs = this.medium.packs.filter((pack) => pack.treeId === this.spaceId)
      this.#isOutlineStale = !rebuildFromPacks(this.#outline, this.spaceId, packs, this.environment)
    }
    yield* firstSiblingsFirst(inParts(this.#outline.rows(parentId)), this.environment.timers)
  }

  async loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    const { logId, packs, snapshotByTree } = this.medium
    const stored = snapshotByTree.get(treeId)
    if (stored?.logId !== logId || stored.through > packs.length) return undefined
    const { through, bytes } = stored
    return checksum(bytes) === stored.checksum ? { treeId, through, bytes } : undefined
  }

  async dropSnapshot({ treeId, through }: Pick<StoredSnapshot, 'treeId' | 'through'>): Promise<void> {
    const { snapshotByTree } = this.medium
    if (snapshotByTree.get(treeId)?.through === through) snapshotByTree.delete(treeId)
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    const { logId, failure, snapshotByTree } = this.medium
    if (failure) throw new AppError(failure)
    const known = snapshotByTree.get(snapshot.treeId)
    if (known?.logId === logId && known.through > snapshot.through) return
    snapshotByTree.set(snapshot.treeId, { ...snapshot, logId, checksum: checksum(snapshot.bytes) })
    this.medium.disk?.written()
  }

  loadSecrets(): Promise<readonly SecretRecord[]> {
    return Promise.resolve(this.#secrets.records())
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    this.#queue.saveSecrets(records)
  }

  loadCursors(): Promise<readonly FollowerCursor[]> {
    return Promise.resolve(this.medium.cursors)
  }

  saveCursor(cursor: FollowerCursor): void {
    this.medium.cursors = [...this.medium.cursors.filter((other) => other.layerId !== cursor.layerId), cursor]
    this.medium.disk?.written()
  }

  loadNote(key: string): Promise<string | undefined> {
    return Promise.resolve(this.medium.notes.get(key))
  }

  saveNote(key: string, value: string | null): void {
    if (value === null) this.medium.notes.delete(key)
    else this.medium.notes.set(key, value)
    this.medium.disk?.written()
  }

  async *placesOf(treeId: TreeId): AsyncIterable<PlacedPacks> {
    const placed = this.#durable.map((pack, index) => ({ pack, position: index + 1 }))
    yield* inPlacedBatches(placed.filter(({ pack }) => pack.treeId === treeId))
  }

  close(): Promise<void> {
    return this.#queue.close()
  }

  #headersAfter(after: Position): HeaderPart | undefined {
    const headers = this.#durable.slice(after, after + PART_HEADERS)
    return headers.length > 0 ? { headers, through: after + headers.length } : undefined
  }

  #count(pack: Pack): void {
    this.#digest.add(pack)
    this.#maxCounter = Math.max(this.#maxCounter, pack.counter + pack.count - 1)
  }

  /** What is on the disk. */
  get #durable(): readonly Pack[] {
    return this.#synced ? this.medium.packs.slice(0, this.#synced.head) : this.medium.packs
  }

  #page(all: readonly Pack[], position: Position, limitOps: number): LogPage {
    const packs = firstBatch(all.slice(position), limitOps)
    return { packs, through: position + packs.length, head: all.length }
  }

  #commit(work: Work): Committed | Promise<Committed> {
    const { disk, failure } = this.medium
    if (failure) throw new AppError(failure)
    if (!disk) return this.#write(work)
    const before = this.summary()
    const committed = this.#write(work)
    this.#synced = before
    disk.written()
    return this.#sync(disk, committed)
  }

  async #sync(disk: MemoryDisk, committed: Committed): Promise<Committed> {
    const done = disk.begin()
    this.#writtenHead.set(this.medium.packs.length)
    await new Promise<void>((resolve) => void this.environment.timers.after(disk.syncMs(), resolve))
    if (this.medium.failure) throw new AppError(this.medium.failure)
    done()
    this.#synced = undefined
    return committed
  }

  #write({ packs, secrets }: Work): Committed {
    let alarm: ErrorDetail | undefined
    for (const pack of packs) {
      const key = packKey(pack)
      const position = this.#positionByKey.get(key)
      if (position !== undefined) {
        if (!sameBody(this.medium.packs[position - 1], pack)) {
          this.medium.divergent.push(pack)
          alarm = { code: 'divergent-op', op: key }
        }
        continue
      }
      this.#positionByKey.set(key, this.medium.packs.push(pack))
      this.#count(pack)
      if (pack.treeId === this.spaceId && !this.#isOutlineStale) {
        this.#isOutlineStale = !applyPackToOutline(this.#outline, pack)
      }
    }
    this.#secrets.merge(secrets)
    this.medium.secrets = this.#secrets.records()
    return { head: this.medium.packs.length, ...(alarm && { alarm }) }
  }
}

function sameBody(known: Pack | undefined, pack: Pack): boolean {
  const body = known?.body
  return (
    body?.byteLength === pack.body.byteLength &&
    known?.count === pack.count &&
    body.every((byte, i) => byte === pack.body[i])
  )
}
