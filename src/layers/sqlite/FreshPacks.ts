import type { Database } from 'better-sqlite3'
import { checksum } from '../../core/persistence/hash'
import type { Pack } from '../../core/persistence/Pack'
import { runsOf } from '../../core/persistence/PackRun'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { AuthorTable } from './AuthorTable'
import type { PackIndex } from './PackIndex'
import type { SegmentTable } from './SegmentTable'
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
    const [packs, first] = [this.#packs, this.#first]
    if (packs.length >= RUN_PACKS) this.#writeRun(packs, first)
    else for (const [at, pack] of packs.entries()) this.#writeAlone(pack, first + at)
    this.forget()
  }

  /** In one statement, nothing else having been added: false where it takes several, and then nothing is stored. */
  writeAtOnce(packs: readonly Pack[], first: Position): boolean {
    const [only] = packs
    if (!only) return false
    if (packs.length === 1) this.#writeAlone(only, first)
    else if (packs.length >= RUN_PACKS && isShort(packs)) this.#writeRun(packs, first)
    else return false
    return true
  }

  #writeAlone(pack: Pack, position: Position): void {
    const author = this.#options.authors.findOrAdd(pack)
    this.#insert.run(position, author, pack.counter, pack.count, checksum(pack.body), pack.body)
  }

  #writeRun(packs: readonly Pack[], first: Position): void {
    const { authors, segments, index } = this.#options
    segments.addRun(first, packs)
    for (const run of runsOf(packs)) {
      const range = { first, firstCounter: run.counter, lastCounter: run.nextCounter - 1 }
      index.addToSegment(authors.findOrAdd(run), range)
    }
  }
}

function isShort(packs: readonly Pack[]): boolean {
  let sizeBytes = 0
  for (const { body } of packs) sizeBytes += body.byteLength
  return sizeBytes <= MAX_RUN_BYTES
}
