import type { Database } from 'better-sqlite3'
import { checksum } from '../../core/persistence/hash'
import { opCountOf, type Pack } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'
import { encodeRun } from '../../core/persistence/segment/encodeRun'
import { Segment, SEGMENT_FORMAT } from '../../core/persistence/segment/Segment'
import { brotli } from './brotli'
import { LateStatement } from './LateStatement'

/** Which positions stand in one segment, from the first to the last. */
export interface SegmentSpan {
  readonly first: Position
  readonly last: Position
  /** Compressed columns; else a run as it was committed. */
  readonly isPacked: number
}

/** Counters of one author in one segment. */
export interface CounterRange {
  readonly first: Position
  readonly firstCounter: number
  readonly lastCounter: number
}

export interface NewSegment extends SegmentSpan {
  readonly opCount: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** Reading goes forward or around one place, so few are enough. */
const CACHED_SEGMENTS = 8
const SPAN = 'firstPosition AS first, lastPosition AS last, isPacked'

/** Packs of the log that are stored many to a row. */
export class SegmentTable {
  readonly #from: LateStatement<[Position], SegmentSpan>
  readonly #next: LateStatement<[Position], SegmentSpan>
  readonly #content: LateStatement<[Position], { checksum: number; bytes: Uint8Array }>
  readonly #insert: LateStatement<[Position, Position, number, number, number, Uint8Array]>
  readonly #ranges: LateStatement<[number], CounterRange>
  readonly #addRange: LateStatement<[number, Position, number, number]>
  readonly #cached = new Map<Position, Segment>()

  /** `report` hears of each segment that is not what was stored, whenever it is read. */
  constructor(
    db: Database,
    readonly report: (reason: string) => void,
  ) {
    this.#from = new LateStatement(
      db,
      `SELECT ${SPAN} FROM segment WHERE firstPosition <= ? ORDER BY firstPosition DESC LIMIT 1`,
    )
    this.#next = new LateStatement(
      db,
      `SELECT ${SPAN} FROM segment WHERE firstPosition > ? ORDER BY firstPosition LIMIT 1`,
    )
    this.#content = new LateStatement(db, 'SELECT checksum, bytes FROM segment WHERE firstPosition = ?')
    this.#insert = new LateStatement(
      db,
      `INSERT INTO segment
      (firstPosition, lastPosition, isPacked, opCount, checksum, bytes) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    this.#ranges = new LateStatement(
      db,
      'SELECT firstPosition AS first, firstCounter, lastCounter FROM segmentAuthor WHERE author = ?',
    )
    this.#addRange = new LateStatement(
      db,
      `INSERT INTO segmentAuthor (author, firstPosition, firstCounter, lastCounter)
      VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      firstCounter = min(firstCounter, excluded.firstCounter), lastCounter = max(lastCounter, excluded.lastCounter)`,
    )
  }

  /** To be called after a rollback, and when segments were replaced. */
  forget(): void {
    this.#cached.clear()
  }

  /** The segment that holds the position, or else the next one after it. */
  at(position: Position): SegmentSpan | undefined {
    const from = this.#from.get(position)
    return from && from.last >= position ? from : this.#next.get(position)
  }

  /** Undefined when it is damaged, which was reported then. */
  open({ first, last }: Pick<SegmentSpan, 'first' | 'last'>): Segment | undefined {
    const cached = this.#cached.get(first)
    if (cached) return cached
    const segment = this.#read(first, last)
    if (!segment) return undefined
    this.#cached.set(first, segment)
    for (const oldest of this.#cached.keys()) {
      if (this.#cached.size <= CACHED_SEGMENTS) break
      this.#cached.delete(oldest)
    }
    return segment
  }

  /** The pack at an index of an opened segment; a damaged one is reported. */
  pack(segment: Segment, first: Position, index: number): Pack | undefined {
    try {
      const pack = segment.pack(index)
      if (pack) return pack
    } catch {
      // What its columns hold is not what was stored.
    }
    this.report(`the changes at position ${first + index} do not match their checksum`)
    return undefined
  }

  /** In a transaction: these packs, from `first` on, as one row. */
  addRun(first: Position, packs: readonly Pack[]): void {
    this.insert({ first, last: first + packs.length - 1, isPacked: 0, opCount: opCountOf(packs), ...encodeRun(packs) })
  }

  /** In a transaction. */
  insert({ first, last, isPacked, opCount, checksum: sum, bytes }: NewSegment): void {
    this.#insert.run(first, last, isPacked, opCount, sum, bytes)
  }

  ranges(author: number): CounterRange[] {
    return this.#ranges.all(author)
  }

  /** In a transaction: the segment holds these too. */
  addRange(author: number, { first, firstCounter, lastCounter }: CounterRange): void {
    this.#addRange.run(author, first, firstCounter, lastCounter)
  }

  #read(first: Position, last: Position): Segment | undefined {
    const row = this.#content.get(first)
    const segment = this.#attempt(() => {
      if (!row) return undefined
      // A run tells which of its packs is damaged; of what is compressed, all is or nothing.
      if (row.bytes[0] === SEGMENT_FORMAT && checksum(row.bytes) !== row.checksum) return undefined
      return new Segment(row.bytes, brotli)
    })
    if (segment?.size === last - first + 1) return segment
    this.report(`the changes at positions ${first} to ${last} do not match their checksum`)
    return undefined
  }

  #attempt<T>(read: () => T): T | undefined {
    try {
      return read()
    } catch {
      return undefined
    }
  }
}
