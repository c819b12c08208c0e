import type { Database } from 'better-sqlite3'
import type { PackHeader } from '../../core/persistence/compareRanges'
import type { PackId } from '../../core/persistence/Pack'
import type { PackRun } from '../../core/persistence/PackRun'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { CounterRange, SegmentTable } from './SegmentTable'
import { LateStatement } from './LateStatement'

/** Which ops of an author stand at a position. */
export interface PackKey {
  readonly counter: number
  readonly count: number
  readonly position: Position
}

/** Packs that follow each other, in the log and in their counters. */
interface NewestRun {
  /** Of the first of them. */
  readonly position: Position
  readonly counter: number
  /** The first of each of them; undefined where there is one, as when somebody edits many pages a little. */
  readonly counters: readonly number[] | undefined
  /** The one after the last op of all. */
  readonly nextCounter: number
  /** The author's run before it. */
  readonly earlier: NewestRun | undefined
}

/** Counters of an author in a segment: a part of them, of which there may be several. */
interface UnwrittenRange {
  readonly author: number
  readonly first: Position
  firstCounter: number
  lastCounter: number
}

/**
 * Where the packs of each author are. The newest stay in memory until `write`: an index row in every transaction would
 * be one more page for the disk to sync, for every edit. They are found again from the log when the database opens.
 */
export class PackIndex {
  readonly #insertSince: LateStatement<[Position]>
  readonly #atOrBefore: LateStatement<[number, number], PackKey>
  readonly #newestByAuthor = new Map<number, NewestRun>()
  /** Of segments after what was written. */
  #unwritten: UnwrittenRange[] = []
  readonly #rangesByAuthor = new Map<number, readonly CounterRange[]>()

  constructor(
    db: Database,
    readonly segments: SegmentTable,
  ) {
    this.#insertSince = new LateStatement(
      db,
      `INSERT OR REPLACE INTO packKey (author, counter, count, position)
      SELECT author, counter, count, position FROM pack WHERE position > ? ORDER BY author, counter, position`,
    )
    this.#atOrBefore = new LateStatement(
      db,
      'SELECT counter, count, position FROM packKey WHERE author = ? AND counter <= ? ORDER BY counter DESC LIMIT 1',
    )
  }

  /** Forgets what was added and not written, and what was read. */
  forget(): void {
    this.#newestByAuthor.clear()
    this.#unwritten = []
    this.#rangesByAuthor.clear()
  }

  /** Forgets what was read of segments. */
  forgetRanges(): void {
    this.#rangesByAuthor.clear()
  }

  /** Packs from `start` to `end` of a list, which follow each other in their counters, and stand in the log from `position` on. */
  add(author: number, position: Position, packs: readonly PackHeader[], run: PackRun): void {
    const { start, end, counter, nextCounter } = run
    const counters = end - start === 1 ? undefined : packs.slice(start, end).map((pack) => pack.counter)
    const earlier = this.#newestByAuthor.get(author)
    this.#newestByAuthor.set(author, { position, counter, counters, nextCounter, earlier })
  }

  /** For packs that stand in a segment. */
  addToSegment(author: number, { first, firstCounter, lastCounter }: CounterRange): void {
    const last = this.#unwritten.at(-1)
    if (last?.author === author && last.first === first) {
      last.firstCounter = Math.min(last.firstCounter, firstCounter)
      last.lastCounter = Math.max(last.lastCounter, lastCounter)
    } else this.#unwritten.push({ author, first, firstCounter, lastCounter })
  }

  /** The author's highest counter, 0 when it has written nothing. */
  lastCounter(author: number): number {
    let last = lastOf(this.#atOrBefore.get(author, Number.MAX_SAFE_INTEGER))
    for (const { nextCounter } of this.#newest(author)) last = Math.max(last, nextCounter - 1)
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
    for (const run of this.#newest(author)) note(atOrBefore(run, last))
    note(this.#atOrBefore.get(author, last))
    for (const range of this.#ranges(author)) {
      if (range.firstCounter <= last && range.lastCounter >= id.counter) note(this.#inSegment(range, id, last))
    }
    return found
  }

  /** In a transaction; what was added stands in the log after this position. */
  write(after: Position): void {
    this.#insertSince.run(after)
    for (const range of this.#unwritten) this.segments.addRange(range.author, range)
    this.forget()
  }

  *#newest(author: number): Iterable<NewestRun> {
    for (let run = this.#newestByAuthor.get(author); run; run = run.earlier) yield run
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

/** The pack of a run with the highest first counter that is not above `counter`. */
function atOrBefore(run: NewestRun, counter: number): PackKey | undefined {
  const { position, nextCounter, counters = [run.counter] } = run
  let [low, high] = [0, counters.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (counters[middle]! <= counter) low = middle + 1
    else high = middle
  }
  const found = counters[low - 1]
  if (found === undefined) return undefined
  return { counter: found, count: (counters[low] ?? nextCounter) - found, position: position + low - 1 }
}
