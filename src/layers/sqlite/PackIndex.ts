import type { Database, Statement } from 'better-sqlite3'
import type { PackId } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { CounterRange, SegmentTable } from './SegmentTable'

/** Which ops of an author stand at a position. */
export interface PackKey {
  readonly counter: number
  readonly count: number
  readonly position: Position
}

/**
 * Where the packs of each author are. The newest stay in memory until `write`: an index row in every transaction would
 * be one more page for the disk to sync, for every edit. They are found again from the log when the database opens.
 */
export class PackIndex {
  readonly #insertSince: Statement<[Position]>
  readonly #atOrBefore: Statement<[number, number], PackKey>
  readonly #newestByAuthor = new Map<number, PackKey[]>()
  /** Of segments after what was written: by author, then by the segment's first position. */
  readonly #unwritten = new Map<number, Map<Position, CounterRange>>()
  readonly #rangesByAuthor = new Map<number, readonly CounterRange[]>()

  constructor(
    db: Database,
    readonly segments: SegmentTable,
  ) {
    this.#insertSince = db.prepare(`INSERT OR REPLACE INTO packKey (author, counter, count, position)
      SELECT author, counter, count, position FROM pack WHERE position > ? ORDER BY author, counter, position`)
    this.#atOrBefore = db.prepare(
      'SELECT counter, count, position FROM packKey WHERE author = ? AND counter <= ? ORDER BY counter DESC LIMIT 1',
    )
  }

  /** Forgets what was added and not written, and what was read. */
  forget(): void {
    this.#newestByAuthor.clear()
    this.#unwritten.clear()
    this.#rangesByAuthor.clear()
  }

  /** Forgets what was read of segments. */
  forgetRanges(): void {
    this.#rangesByAuthor.clear()
  }

  add(author: number, key: PackKey): void {
    const newest = this.#newestByAuthor.get(author)
    if (newest) newest.push(key)
    else this.#newestByAuthor.set(author, [key])
  }

  /** For a pack that stands in the segment which begins at `first`. */
  addToSegment(author: number, first: Position, { counter, count }: Pick<PackKey, 'counter' | 'count'>): void {
    const ranges = this.#unwritten.get(author) ?? new Map<Position, CounterRange>()
    this.#unwritten.set(author, ranges)
    const { firstCounter, lastCounter } = ranges.get(first) ?? { firstCounter: counter, lastCounter: 0 }
    ranges.set(first, {
      first,
      firstCounter: Math.min(firstCounter, counter),
      lastCounter: Math.max(lastCounter, counter + count - 1),
    })
  }

  /** The author's highest counter, 0 when it has written nothing. */
  lastCounter(author: number): number {
    let last = lastOf(this.#atOrBefore.get(author, Number.MAX_SAFE_INTEGER))
    for (const key of this.#newestByAuthor.get(author) ?? []) last = Math.max(last, lastOf(key))
    for (const range of this.#ranges(author)) last = Math.max(last, range.lastCounter)
    return last
  }

  /** A pack of the author that has one of the counters from `id.counter` to `last`; the highest if there are several. */
  overlapping(author: number, id: PackId, last: number): PackKey | undefined {
    let found: PackKey | undefined
    const note = (key: PackKey | undefined): void => {
      const overlaps = key && key.counter <= last && key.counter + key.count > id.counter
      if (overlaps && (!found || key.counter > found.counter)) found = key
    }
    this.#newestByAuthor.get(author)?.forEach(note)
    note(this.#atOrBefore.get(author, last))
    for (const range of this.#ranges(author)) {
      if (range.firstCounter <= last && range.lastCounter >= id.counter) note(this.#inSegment(range, id, last))
    }
    return found
  }

  /** In a transaction; what was added stands in the log after this position. */
  write(after: Position): void {
    this.#insertSince.run(after)
    for (const [author, ranges] of this.#unwritten) {
      for (const range of ranges.values()) this.segments.putRange(author, range)
    }
    this.forget()
  }

  #ranges(author: number): readonly CounterRange[] {
    let ranges = this.#rangesByAuthor.get(author)
    if (!ranges) {
      ranges = this.segments.ranges(author)
      this.#rangesByAuthor.set(author, ranges)
    }
    return ranges
  }

  #inSegment({ first, firstCounter, lastCounter }: CounterRange, id: PackId, last: number): PackKey | undefined {
    const span = this.segments.at(first)
    const segment = span && this.segments.open(span)
    // Nobody can say what a damaged segment held: as if it had all of it, so that nothing is stored twice.
    if (!segment) return { counter: firstCounter, count: lastCounter - firstCounter + 1, position: first }
    const index = segment.atOrBefore({ ...id, counter: last })
    return index === undefined ? undefined : { ...segment.header(index), position: first + index }
  }
}

function lastOf(key: PackKey | undefined): number {
  return key ? key.counter + key.count - 1 : 0
}
