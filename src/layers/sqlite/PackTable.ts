import type { Database, Statement } from 'better-sqlite3'
import type { PackHeader } from '../../core/persistence/compareRanges'
import { checksum } from '../../core/persistence/hash'
import { LogDigest } from '../../core/persistence/LogDigest'
import { PART_HEADERS, type HeaderPart } from '../../core/persistence/LogRanges'
import type { Pack, PackId } from '../../core/persistence/Pack'
import type { LogSummary, Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import { AuthorTable } from './AuthorTable'
import { LogReader } from './LogReader'
import { PackIndex } from './PackIndex'
import { PackTail } from './PackTail'
import type { ReadPacks } from './PageTaking'
import { SegmentTable } from './SegmentTable'

interface LogRow {
  readonly logId: string
  readonly opCount: number
  readonly fingerprint: string
  readonly maxCounter: number
  readonly countedThrough: Position
}

type Added = 'new' | 'known' | 'divergent'

/** So many new packs of one transaction are stored as one row. Fewer stand alone, as single edits do. */
const RUN_PACKS = 8
/** What a run holds at most: what a broken page costs. */
const MAX_RUN_BYTES = 16 * 1024

/** The log of packs in SQLite: what it holds, in its order, with count and fingerprint. */
export class PackTable {
  readonly authors: AuthorTable
  readonly segments: SegmentTable
  readonly reader: LogReader
  readonly #insert: Statement<[Position, number, number, number, number, Uint8Array]>
  readonly #insertDivergent: Statement<[number, number, number, number, Uint8Array]>
  readonly #putLog: Statement<[number, string, number, number]>
  readonly #readLog: Statement<[], LogRow>
  readonly #index: PackIndex
  readonly #tail = new PackTail()
  /** Added in this transaction, and not yet written to a row. */
  #fresh: Pack[] = []
  #freshBytes = 0
  #lastCounterByAuthor = new Map<number, number>()
  #digest = new LogDigest()
  #logId = ''
  #maxCounter = 0
  #head: Position = 0
  #countedThrough: Position = 0

  /** `report` hears of what is damaged, whenever it is read. */
  constructor(db: Database, report: (reason: string) => void = () => undefined) {
    this.authors = new AuthorTable(db)
    this.segments = new SegmentTable(db, report)
    this.reader = new LogReader(db, this.authors, this.segments)
    this.#index = new PackIndex(db, this.segments)
    this.#insert = db.prepare('INSERT INTO pack VALUES (?, ?, ?, ?, ?, ?)')
    this.#insertDivergent = db.prepare('INSERT OR IGNORE INTO divergent VALUES (?, ?, ?, ?, ?)')
    this.#putLog = db.prepare('UPDATE log SET opCount = ?, fingerprint = ?, maxCounter = ?, countedThrough = ?')
    this.#readLog = db.prepare('SELECT logId, opCount, fingerprint, maxCounter, countedThrough FROM log')
    this.forget()
  }

  /** Reads again what the log says of itself; to be called after a rollback. */
  forget(): void {
    const log = this.#readLog.get()
    this.authors.forget()
    this.segments.forget()
    this.#index.forget()
    this.#fresh = []
    this.#freshBytes = 0
    this.#lastCounterByAuthor = new Map()
    this.#logId = log?.logId ?? ''
    this.#digest = new LogDigest(log?.opCount ?? 0, log?.fingerprint)
    this.#maxCounter = log?.maxCounter ?? 0
    this.#head = log?.countedThrough ?? 0
    this.#countedThrough = this.#head
    for (const { position, header, segment } of this.reader.heads(this.#head)) {
      if (header) this.#count(header, position, segment)
      this.#head = position
    }
    this.#tail.reset(this.#head)
  }

  /** To be called when segments took the place of packs. */
  forgetSegments(): void {
    this.segments.forget()
    this.#index.forgetRanges()
  }

  get head(): Position {
    return this.#head
  }

  /** Packs through here are in the stored count and index. */
  get countedThrough(): Position {
    return this.#countedThrough
  }

  summary(): LogSummary {
    const { opCount, fingerprint } = this.#digest
    return { logId: this.#logId, head: this.#head, opCount, fingerprint, maxCounter: this.#maxCounter }
  }

  /** In a transaction, which ends with `write`. */
  add(pack: Pack): Added {
    const author = this.authors.find(pack) ?? this.#newAuthor(pack)
    const last = pack.counter + pack.count - 1
    const lastCounter = this.#lastCounter(author)
    if (pack.counter <= lastCounter) {
      const other = this.#index.overlapping(author, pack, last)
      if (other) {
        if (isSame(this.#at(other.position), pack)) return 'known'
        this.#insertDivergent.run(author, pack.counter, pack.count, checksum(pack.body), pack.body)
        return 'divergent'
      }
    }
    if (this.#freshBytes + pack.body.byteLength > MAX_RUN_BYTES) this.#writeFresh()
    this.#fresh.push(pack)
    this.#freshBytes += pack.body.byteLength
    this.#head += 1
    this.#digest.add(pack)
    this.#maxCounter = Math.max(this.#maxCounter, last)
    this.#index.add(author, { counter: pack.counter, count: pack.count, position: this.#head })
    this.#tail.add(pack, this.#head)
    this.#lastCounterByAuthor.set(author, Math.max(lastCounter, last))
    return 'new'
  }

  /**
   * Stores a pack of an author who is known and goes on writing, which takes one statement and therefore no transaction
   * around it: what typing does all day. False, and nothing stored, when the pack is not of that kind.
   */
  addAlone(pack: Pack, staleness: number): boolean {
    const author = this.authors.find(pack)
    const isSummaryDue = this.#head + 1 - this.#countedThrough >= staleness
    if (author === undefined || isSummaryDue || pack.counter <= this.#lastCounter(author)) return false
    if (this.add(pack) !== 'new') return false
    this.#writeFresh()
    return true
  }

  /**
   * In a transaction, as its last step. Writes count, fingerprint and index too when they are `staleness` packs old: in
   * each transaction they would cost one more page for the disk to sync, and they can be counted again from the few
   * headers since.
   */
  write(staleness: number): void {
    this.#writeFresh()
    if (this.#head - this.#countedThrough < staleness) return
    this.#index.write(this.#countedThrough)
    this.#putLog.run(this.#digest.opCount, this.#digest.fingerprint, this.#maxCounter, this.#head)
    this.#countedThrough = this.#head
  }

  /** What follows a position, at most about `limitOps` ops and 256 KiB, at least one pack. */
  since(position: Position, limitOps: number): ReadPacks {
    const newest = this.#tail.since(position, limitOps)
    return newest ? { packs: newest, through: position + newest.length } : this.reader.since(position, limitOps)
  }

  ofTree(treeId: TreeId, after: Position = 0): Iterable<Pack> {
    return this.reader.ofTree(treeId, after, this.#countedThrough)
  }

  /** For `LogRanges`. */
  headersAfter(position: Position): HeaderPart | undefined {
    if (position >= this.#head) return undefined
    const headers: PackHeader[] = []
    let through = this.#head
    for (const head of this.reader.heads(position)) {
      if (head.header) headers.push(head.header)
      through = head.position
      if (headers.length === PART_HEADERS) break
    }
    return { headers, through }
  }

  find(id: PackId): Pack | undefined {
    const author = this.authors.find(id)
    const key = author === undefined ? undefined : this.#index.overlapping(author, id, id.counter)
    const pack = key?.counter === id.counter ? this.#at(key.position) : undefined
    return pack?.counter === id.counter ? pack : undefined
  }

  #at(position: Position): Pack | undefined {
    const fresh = this.#fresh[position - (this.#head - this.#fresh.length) - 1]
    return fresh ?? this.reader.at(position)
  }

  #newAuthor(id: PackId): number {
    const author = this.authors.findOrAdd(id)
    // Whoever was not known has written nothing: that need not be looked up.
    this.#lastCounterByAuthor.set(author, 0)
    return author
  }

  #lastCounter(author: number): number {
    let last = this.#lastCounterByAuthor.get(author)
    if (last === undefined) {
      last = this.#index.lastCounter(author)
      this.#lastCounterByAuthor.set(author, last)
    }
    return last
  }

  #writeFresh(): void {
    const first = this.#head - this.#fresh.length + 1
    if (this.#fresh.length >= RUN_PACKS) {
      this.segments.addRun(first, this.#fresh)
      for (const pack of this.#fresh) this.#index.addToSegment(this.authors.findOrAdd(pack), first, pack)
    } else {
      for (const [index, pack] of this.#fresh.entries()) {
        const author = this.authors.findOrAdd(pack)
        this.#insert.run(first + index, author, pack.counter, pack.count, checksum(pack.body), pack.body)
      }
    }
    this.#fresh = []
    this.#freshBytes = 0
  }

  #count(header: PackHeader, position: Position, segment: Position | undefined): void {
    const author = this.authors.find(header) ?? 0
    const { counter, count } = header
    this.#index.add(author, { counter, count, position })
    if (segment !== undefined) this.#index.addToSegment(author, segment, header)
    this.#digest.add(header)
    this.#maxCounter = Math.max(this.#maxCounter, counter + count - 1)
  }
}

function isSame(known: Pack | undefined, pack: Pack): boolean {
  const isSameId = known?.counter === pack.counter && known.count === pack.count
  return isSameId && Buffer.compare(known.body, pack.body) === 0
}
