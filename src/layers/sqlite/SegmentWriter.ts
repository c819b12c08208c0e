import type { Database, Transaction } from 'better-sqlite3'
import type { EncodedSegment } from './EncodedSegment'
import type { PackTable } from './PackTable'
import { digestStatement, type RangeDigest } from './rangeDigest'
import { LateStatement } from './LateStatement'

/** Puts a compressed segment in the place of the packs it was made from, in the process that owns the database. */
export class SegmentWriter {
  readonly #packs: PackTable
  readonly #digest: LateStatement<unknown[], RangeDigest>
  readonly #dropRows: LateStatement<[number, number]>
  readonly #dropKeys: LateStatement<[number, number, number, number, number]>
  readonly #dropRuns: LateStatement<[number, number]>
  readonly #dropRanges: LateStatement<[number, number, number]>
  readonly #apply: Transaction<(encoded: EncodedSegment) => boolean>

  constructor(db: Database, packs: PackTable) {
    this.#packs = packs
    this.#digest = digestStatement(db)
    this.#dropRows = new LateStatement(db, 'DELETE FROM pack WHERE position BETWEEN ? AND ?')
    this.#dropKeys = new LateStatement(
      db,
      'DELETE FROM packKey WHERE author = ? AND counter BETWEEN ? AND ? AND position BETWEEN ? AND ?',
    )
    this.#dropRuns = new LateStatement(db, 'DELETE FROM segment WHERE firstPosition BETWEEN ? AND ?')
    this.#dropRanges = new LateStatement(
      db,
      'DELETE FROM segmentAuthor WHERE author = ? AND firstPosition BETWEEN ? AND ?',
    )
    this.#apply = db.transaction((encoded: EncodedSegment) => this.#replace(encoded))
  }

  /** One transaction: all of it or nothing. False, and nothing changed, when other packs stand there. */
  apply(encoded: EncodedSegment): boolean {
    return this.#apply.immediate(encoded)
  }

  #replace({ logId, first, last, digest, authors, opCount, checksum, bytes }: EncodedSegment): boolean {
    if (logId !== this.#packs.summary().logId || last > this.#packs.countedThrough) return false
    if (this.#digest.get({ first, last })?.digest !== digest) return false
    this.#dropRows.run(first, last)
    this.#dropRuns.run(first, last)
    this.#packs.segments.insert({ first, last, isPacked: 1, opCount, checksum, bytes })
    for (const { treeId, peerId, firstCounter, lastCounter } of authors) {
      const author = this.#packs.authors.find({ treeId, peerId }) ?? 0
      this.#dropKeys.run(author, firstCounter, lastCounter, first, last)
      this.#dropRanges.run(author, first, last)
      this.#packs.segments.addRange(author, { first, firstCounter, lastCounter })
    }
    return true
  }
}
