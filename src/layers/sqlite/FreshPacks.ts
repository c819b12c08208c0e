import type { Database } from 'better-sqlite3'
import { checksum } from '../../core/persistence/hash'
import type { Pack } from '../../core/persistence/Pack'
import { runsOf } from '../../core/persistence/PackRun'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { AuthorTable } from './AuthorTable'
import type { PackIndex } from './PackIndex'
import type { CounterRange, SegmentTable } from './SegmentTable'
import { LateStatement } from './LateStatement'

export interface FreshPacksOptions {
  readonly authors: AuthorTable
  readonly segments: SegmentTable
  readonly index: PackIndex
}

/** So many new packs of one transaction are stored as one row. Fewer stand alone, as single edits do. */
const RUN_PACKS = 8
/** What a run holds at most: what a broken page costs. */
const MAX_RUN_BYTES = 16 * 1024

/** What a transaction has added to the log and not yet written to a row. */
export class FreshPacks {
  readonly #options: FreshPacksOptions
  readonly #insert: LateStatement<[Position, number, number, number, number, Uint8Array]>
  #packs: Pack[] = []
  #sizeBytes = 0
  #first: Position = 0

  constructor(db: Database, options: FreshPacksOptions) {
    this.#options = options
    this.#insert = new LateStatement(db, 'INSERT INTO pack VALUES (?, ?, ?, ?, ?, ?)')
  }

  forget(): void {
    this.#packs = []
    this.#sizeBytes = 0
  }

  /** Of an author that has its number. Positions follow each other until they are written. */
  add(pack: Pack, position: Position): void {
    if (this.#sizeBytes + pack.body.byteLength > MAX_RUN_BYTES) this.write()
    if (this.#packs.length === 0) this.#first = position
    this.#packs.push(pack)
    this.#sizeBytes += pack.body.byteLength
  }

  at(position: Position): Pack | undefined {
    return this.#packs[position - this.#first]
  }

  write(): void {
    const { authors, segments, index } = this.#options
    const [packs, first] = [this.#packs, this.#first]
    if (packs.length >= RUN_PACKS) {
      segments.addRun(first, packs)
      for (const [author, range] of rangesOf(packs, first, authors)) index.addToSegment(author, range)
    } else {
      for (const [at, pack] of packs.entries()) {
        const author = authors.findOrAdd(pack)
        this.#insert.run(first + at, author, pack.counter, pack.count, checksum(pack.body), pack.body)
      }
    }
    this.forget()
  }
}

/** The counters of each author, for a segment that begins at `first`. */
function rangesOf(packs: readonly Pack[], first: Position, authors: AuthorTable): Map<number, CounterRange> {
  const rangeByAuthor = new Map<number, CounterRange>()
  for (const run of runsOf(packs)) {
    const author = authors.findOrAdd(run)
    const { firstCounter, lastCounter } = rangeByAuthor.get(author) ?? { firstCounter: run.counter, lastCounter: 0 }
    rangeByAuthor.set(author, {
      first,
      firstCounter: Math.min(firstCounter, run.counter),
      lastCounter: Math.max(lastCounter, run.nextCounter - 1),
    })
  }
  return rangeByAuthor
}
