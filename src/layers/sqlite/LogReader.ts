import type { Database } from 'better-sqlite3'
import type { PackHeader } from '../../core/persistence/compareRanges'
import { checksum } from '../../core/persistence/hash'
import type { Pack } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import type { AuthorTable } from './AuthorTable'
import { PageTaking, type ReadPacks } from './PageTaking'
import type { SegmentSpan, SegmentTable } from './SegmentTable'
import { LateStatement } from './LateStatement'

interface RowHead {
  readonly position: Position
  readonly author: number
  readonly counter: number
  readonly count: number
  readonly bodyBytes?: number
}

export interface PackRow extends RowHead {
  readonly checksum: number
  readonly body: Uint8Array
}

export interface PlacedPack {
  readonly position: Position
  readonly pack: Pack
}

/** A place of the log: the pack that stands there, or, when that is damaged, what is still known of it. */
export interface LogEntry {
  readonly position: Position
  readonly header: PackHeader | undefined
  readonly pack: Pack | undefined
}

export interface LogHead {
  readonly position: Position
  /** Undefined when it stands in a damaged segment. */
  readonly header: PackHeader | undefined
  /** The first position of the segment it stands in. */
  readonly segment: Position | undefined
  /** Undefined when it stands in a segment. */
  readonly bodyBytes: number | undefined
}

/** Rows are looked at in steps of this many before they are read, since a step may hold very large bodies. */
const STEP_ROWS = 250

/** Reads the log in its order, whether packs stand alone or many in a segment. What is damaged is reported and left out. */
export class LogReader {
  readonly #sizes: LateStatement<[Position, Position, number], [Position, number, number]>
  readonly #rows: LateStatement<[Position, number], PackRow>
  readonly #row: LateStatement<[Position], PackRow>
  readonly #rowsBetween: LateStatement<[Position, Position], PackRow>
  readonly #headsBetween: LateStatement<[Position, Position], RowHead>
  readonly #rowsOfTree: LateStatement<[string, Position], Position>
  readonly #newestOfTree: LateStatement<[string, Position], Position>
  readonly #spansOfTree: LateStatement<[string, Position], SegmentSpan>

  constructor(
    db: Database,
    readonly authors: AuthorTable,
    readonly segments: SegmentTable,
  ) {
    this.#sizes = new LateStatement(
      db,
      `SELECT position, count, length(body) FROM pack WHERE position > ? AND position < ?
       ORDER BY position LIMIT ?`,
      'raw',
    )
    this.#rows = new LateStatement(db, 'SELECT * FROM pack WHERE position > ? ORDER BY position LIMIT ?')
    this.#row = new LateStatement(db, 'SELECT * FROM pack WHERE position = ?')
    const between = 'FROM pack WHERE position > ? AND position < ? ORDER BY position'
    this.#rowsBetween = new LateStatement(db, `SELECT * ${between}`)
    this.#headsBetween = new LateStatement(
      db,
      `SELECT position, author, counter, count, length(body) AS bodyBytes ${between}`,
    )
    this.#rowsOfTree = new LateStatement(
      db,
      `SELECT packKey.position FROM author JOIN packKey ON packKey.author = author.no
      WHERE author.treeId = ? AND packKey.position > ?`,
      'pluck',
    )
    this.#newestOfTree = new LateStatement(
      db,
      `SELECT pack.position FROM pack CROSS JOIN author ON author.no = pack.author
      WHERE author.treeId = ? AND pack.position > ?`,
      'pluck',
    )
    this.#spansOfTree = new LateStatement(
      db,
      `SELECT DISTINCT segment.firstPosition AS first, lastPosition AS last, isPacked
      FROM author JOIN segmentAuthor ON segmentAuthor.author = author.no JOIN segment USING (firstPosition)
      WHERE author.treeId = ? AND lastPosition > ?`,
    )
  }

  /** At most about `limitOps` ops and 256 KiB, at least one pack if there is one. */
  since(position: Position, limitOps: number): ReadPacks {
    const taking = new PageTaking(position, limitOps)
    while (!taking.isFull) {
      const span = this.segments.at(taking.through + 1)
      if (span && span.first <= taking.through + 1) this.#takeSegment(span, taking)
      else if (!this.#takeRows(span?.first ?? Number.MAX_SAFE_INTEGER, taking)) break
    }
    return taking
  }

  /** Everything after a position, damaged packs included: for a check. */
  *entries(after: Position): Generator<LogEntry> {
    for (const { span, rows } of this.#stretches(after, this.#rowsBetween)) {
      for (const row of rows) {
        const pack = this.#checked(row)
        yield { position: row.position, header: pack ?? this.#headerOf(row), pack }
      }
      if (span) yield* this.#entriesOf(span, after)
    }
  }

  /** The same without looking at the bodies. */
  *heads(after: Position): Generator<LogHead> {
    for (const { span, rows } of this.#stretches(after, this.#headsBetween)) {
      for (const row of rows) {
        yield { position: row.position, header: this.#headerOf(row), segment: undefined, bodyBytes: row.bodyBytes }
      }
      const segment = span && this.segments.open(span)
      if (!span) continue
      for (let position = Math.max(after + 1, span.first); position <= span.last; position++) {
        yield { position, header: segment?.header(position - span.first), segment: span.first, bodyBytes: undefined }
      }
    }
  }

  /**
   * The packs of one tree after a position that are there now, in order. Each is read when it is asked for, wherever it stands by
   * then, so that whoever takes them may pause between two. `indexedThrough`: where the stored index ends.
   */
  ofTree(treeId: TreeId, after: Position, indexedThrough: Position): Iterable<PlacedPack> {
    const newestSpans: SegmentSpan[] = []
    for (let at = this.segments.at(indexedThrough + 1); at; at = this.segments.at(at.last + 1)) {
      if (at.last > after) newestSpans.push(at)
    }
    // Of a tree that has a snapshot, what came later is often not in the stored index yet.
    const isAfterIndex = after >= indexedThrough
    const spans = [...(isAfterIndex ? [] : this.#spansOfTree.all(treeId, after)), ...newestSpans]
    const rows = [
      ...(isAfterIndex ? [] : this.#rowsOfTree.all(treeId, after)),
      ...this.#newestOfTree.all(treeId, Math.max(after, indexedThrough)),
    ]
    const places: Place[] = [...rows.map((position) => ({ first: position, last: position })), ...spans]
    places.sort((a, b) => a.first - b.first)
    return this.#packsAt(places, treeId, after)
  }

  at(position: Position): Pack | undefined {
    const row = this.#row.get(position)
    if (row) return this.#checked(row)
    const span = this.segments.at(position)
    const segment = span && span.first <= position ? this.segments.open(span) : undefined
    return segment && span && this.segments.pack(segment, span.first, position - span.first)
  }

  #takeSegment(span: SegmentSpan, taking: PageTaking): void {
    const segment = this.segments.open(span)
    if (!segment) {
      taking.through = span.last
      return
    }
    while (taking.through < span.last && !taking.isFull) {
      const index = taking.through + 1 - span.first
      taking.take(taking.through + 1, this.segments.pack(segment, span.first, index))
    }
  }

  /** False when there are none before `end`. */
  #takeRows(end: Position, taking: PageTaking): boolean {
    const sizes = this.#sizes.all(taking.through, end, STEP_ROWS)
    const fitting = taking.fitting(sizes)
    if (fitting === 0) return false
    for (const row of this.#rows.all(taking.through, fitting)) taking.take(row.position, this.#checked(row))
    return true
  }

  *#entriesOf(span: SegmentSpan, after: Position): Generator<LogEntry> {
    const segment = this.segments.open(span)
    for (let position = Math.max(after + 1, span.first); position <= span.last; position++) {
      const index = position - span.first
      yield {
        position,
        header: segment?.header(index),
        pack: segment && this.segments.pack(segment, span.first, index),
      }
    }
  }

  #headerOf({ author, counter, count }: RowHead): PackHeader {
    const { treeId, peerId } = this.authors.name(author)
    return { treeId, peerId, counter, count }
  }

  /** Rows and then the segment that follows them, again and again to the end. */
  *#stretches<T>(
    after: Position,
    between: LateStatement<[Position, Position], T>,
  ): Generator<{ readonly span: SegmentSpan | undefined; readonly rows: Iterable<T> }> {
    for (let through = after; ;) {
      const span = this.segments.at(through + 1)
      yield { span, rows: between.iterate(through, span?.first ?? Number.MAX_SAFE_INTEGER) }
      if (!span) return
      through = span.last
    }
  }

  *#packsAt(places: readonly Place[], treeId: TreeId, after: Position): Generator<PlacedPack> {
    for (const { first, last } of places) {
      const row = first === last ? this.#row.get(first) : undefined
      if (!row) {
        yield* this.#packsBetween(Math.max(first, after + 1), last, treeId)
        continue
      }
      const pack = this.#checked(row)
      if (pack) yield { position: first, pack }
    }
  }

  /** Of the segments in which these positions stand now. */
  *#packsBetween(first: Position, last: Position, treeId: TreeId): Generator<PlacedPack> {
    for (let at = first; at <= last;) {
      const span = this.segments.at(at)
      if (!span || span.first > at) return
      const segment = this.segments.open(span)
      for (const index of segment?.ofTree(treeId) ?? []) {
        const position = span.first + index
        const pack = segment && position >= at && position <= last && this.segments.pack(segment, span.first, index)
        if (pack) yield { position, pack }
      }
      at = span.last + 1
    }
  }

  #checked(row: PackRow): Pack | undefined {
    if (checksum(row.body) === row.checksum) return { ...this.#headerOf(row), body: row.body }
    this.segments.report(`the changes at position ${row.position} do not match their checksum`)
    return undefined
  }
}

/** Where packs of a tree stood when somebody began to read it: in a row of their own, or somewhere in a segment. */
type Place = Pick<SegmentSpan, 'first' | 'last'>
