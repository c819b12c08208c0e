import type { Database } from 'better-sqlite3'
import type { PackHeader } from '../../core/persistence/compareRanges'
import { checksum } from '../../core/persistence/hash'
import { LogDigest } from '../../core/persistence/LogDigest'
import { PART_HEADERS, type HeaderPart } from '../../core/persistence/LogRanges'
import type { Pack, PackId } from '../../core/persistence/Pack'
import { runsOf, type PackRun } from '../../core/persistence/PackRun'
import type { LogSummary, Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import { AuthorTable } from './AuthorTable'
import { FreshPacks } from './FreshPacks'
import { LogReader, type PlacedPack } from './LogReader'
import { PackIndex } from './PackIndex'
import { PackTail } from './PackTail'
import type { ReadPacks } from './PageTaking'
import { SegmentTable } from './SegmentTable'
import { LateStatement } from './LateStatement'

/** Of so many authors it is remembered how far they have written. */
const MAX_REMEMBERED = 1000

interface LogRow {
  readonly logId: string
  readonly opCount: number
  readonly fingerprint: string
  readonly maxCounter: number
  readonly countedThrough: Position
}

export interface Added {
  /** What the log did not hold, in order. */
  readonly added: readonly Pack[]
  /** One whose ops the log holds with another content, the last if there are several; it is kept aside. */
  readonly divergent: Pack | undefined
}

/** The log of packs in SQLite: what it holds, in its order, with count and fingerprint. */
export class PackTable {
  readonly authors: AuthorTable
  readonly segments: SegmentTable
  readonly reader: LogReader
  readonly #insertDivergent: LateStatement<[number, number, number, number, Uint8Array]>
  readonly #putLog: LateStatement<[number, string, number, number]>
  readonly #readLog: LateStatement<[], LogRow>
  readonly #index: PackIndex
  readonly #tail = new PackTail()
  readonly #fresh: FreshPacks
  readonly #lastCounterByAuthor = new Map<number, number>()
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
    this.#fresh = new FreshPacks(db, { authors: this.authors, segments: this.segments, index: this.#index })
    this.#insertDivergent = new LateStatement(db, 'INSERT OR IGNORE INTO divergent VALUES (?, ?, ?, ?, ?)')
    this.#putLog = new LateStatement(
      db,
      'UPDATE log SET opCount = ?, fingerprint = ?, maxCounter = ?, countedThrough = ?',
    )
    this.#readLog = new LateStatement(db, 'SELECT logId, opCount, fingerprint, maxCounter, countedThrough FROM log')
    this.forget()
  }

  /** Reads again what the log says of itself; to be called after a rollback. */
  forget(): void {
    const log = this.#readLog.get()
    this.authors.forget()
    this.segments.forget()
    this.#index.forget()
    this.#fresh.forget()
    this.#lastCounterByAuthor.clear()
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

  /** In a transaction, which ends with `write`. Cost: of packs that follow each other, little more than their bytes. */
  add(packs: readonly Pack[]): Added {
    const left = new Set<number>()
    let divergent: Pack | undefined
    for (const run of runsOf(packs)) {
      const author = this.authors.find(run) ?? this.#newAuthor(run)
      if (run.counter > this.#lastCounter(author)) {
        this.#take(author, packs, run)
        continue
      }
      for (let index = run.start; index < run.end; index++) {
        const pack = packs[index]!
        const found = this.#addOne(author, pack)
        if (found !== 'new') left.add(index)
        if (found === 'divergent') divergent = pack
      }
    }
    const added = left.size === 0 ? packs : packs.filter((_pack, index) => !left.has(index))
    this.#tail.add(added)
    return { added, divergent }
  }

  /**
   * Stores packs of authors who are known and go on writing, where that takes one statement and therefore no transaction
   * around it: what typing does all day. Undefined, and nothing stored, when they are not of that kind; else what remains to
   * be done, at once, while the disk is busy with them: to note them here.
   */
  addAtOnce(packs: readonly Pack[], staleness: number): (() => void) | undefined {
    const isSummaryDue = this.#head + packs.length - this.#countedThrough >= staleness
    if (isSummaryDue) return undefined
    const runs = runsOf(packs)
    const authors = this.#goingOn(runs)
    if (!authors || !this.#fresh.writeAtOnce(packs, this.#head + 1)) return undefined
    return () => {
      for (const [index, run] of runs.entries()) this.#note(authors[index]!, packs, run)
      this.#tail.add(packs)
    }
  }

  /**
   * In a transaction, as its last step. Writes count, fingerprint and index too when they are `staleness` packs old: in
   * each transaction they would cost one more page for the disk to sync, and they can be counted again from the few
   * headers since.
   */
  write(staleness: number): void {
    this.#fresh.write()
    if (this.#head - this.#countedThrough < staleness) return
    this.#index.write(this.#countedThrough)
    // From now on the index knows them: remembering all would grow with the space.
    if (this.#lastCounterByAuthor.size > MAX_REMEMBERED) this.#lastCounterByAuthor.clear()
    this.#putLog.run(this.#digest.opCount, this.#digest.fingerprint, this.#maxCounter, this.#head)
    this.#countedThrough = this.#head
  }

  /** What follows a position, at most about `limitOps` ops and 256 KiB, at least one pack. */
  since(position: Position, limitOps: number): ReadPacks {
    const newest = this.#tail.since(position, limitOps)
    return newest ? { packs: newest, through: position + newest.length } : this.reader.since(position, limitOps)
  }

  ofTree(treeId: TreeId, after: Position = 0): Iterable<Pack> {
    return packsOf(this.placesOfTree(treeId, after))
  }

  /** The same, each with where it stands. */
  placesOfTree(treeId: TreeId, after: Position): Iterable<PlacedPack> {
    return after >= this.#head ? [] : this.reader.ofTree(treeId, after, this.#countedThrough)
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
    return this.#fresh.at(position) ?? this.reader.at(position)
  }

  #newAuthor(id: PackId): number {
    const author = this.authors.add(id)
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

  #addOne(author: number, pack: Pack): 'new' | 'known' | 'divergent' {
    const nextCounter = pack.counter + pack.count
    if (pack.counter <= this.#lastCounter(author)) {
      const other = this.#index.overlapping(author, pack, nextCounter - 1)
      if (other) {
        if (isSame(this.#at(other.position), pack)) return 'known'
        this.#insertDivergent.run(author, pack.counter, pack.count, checksum(pack.body), pack.body)
        return 'divergent'
      }
    }
    this.#take(author, [pack], { ...pack, start: 0, end: 1, nextCounter })
    return 'new'
  }

  /** Who wrote the runs, when all of them are known and these the next they have written. */
  #goingOn(runs: readonly PackRun[]): number[] | undefined {
    const authors: number[] = []
    for (const run of runs) {
      const author = this.authors.find(run)
      if (author === undefined) return undefined
      const earlier = authors.lastIndexOf(author)
      const last = earlier < 0 ? this.#lastCounter(author) : runs[earlier]!.nextCounter - 1
      if (run.counter <= last) return undefined
      authors.push(author)
    }
    return authors
  }

  /** Packs that are new. */
  #take(author: number, packs: readonly Pack[], run: PackRun): void {
    for (let index = run.start; index < run.end; index++) {
      this.#fresh.add(packs[index]!, this.#head + 1 + index - run.start)
    }
    this.#note(author, packs, run)
  }

  /** Packs that stand in the log, at its end. */
  #note(author: number, packs: readonly Pack[], run: PackRun): void {
    const lastCounter = run.nextCounter - 1
    this.#digest.addOps(run, run.nextCounter)
    this.#maxCounter = Math.max(this.#maxCounter, lastCounter)
    this.#index.add(author, this.#head + 1, packs, run)
    this.#head += run.end - run.start
    this.#lastCounterByAuthor.set(author, Math.max(this.#lastCounter(author), lastCounter))
  }

  #count(header: PackHeader, position: Position, segment: Position | undefined): void {
    const author = this.authors.find(header) ?? 0
    const nextCounter = header.counter + header.count
    this.#index.add(author, position, [header], { ...header, start: 0, end: 1, nextCounter })
    if (segment !== undefined) {
      const range = { first: segment, firstCounter: header.counter, lastCounter: nextCounter - 1 }
      this.#index.addToSegment(author, range)
    }
    this.#digest.add(header)
    this.#maxCounter = Math.max(this.#maxCounter, nextCounter - 1)
  }
}

function isSame(known: Pack | undefined, pack: Pack): boolean {
  const isSameId = known?.counter === pack.counter && known.count === pack.count
  return isSameId && Buffer.compare(known.body, pack.body) === 0
}

function* packsOf(placed: Iterable<PlacedPack>): Generator<Pack> {
  for (const { pack } of placed) yield pack
}
