import type { Database } from 'better-sqlite3'
import type { Position } from '../../core/persistence/PersistenceLayer'
import { LateStatement } from './LateStatement'

export interface CompactionLimits {
  /** Packs at the end of the log that are left alone: they are read by those who follow it. */
  readonly keepNewest: number
  /** Fewer in a row are left alone too, unless they are large. */
  readonly minPacks: number
}

export interface LogState {
  readonly logId: string
  readonly head: Position
  readonly countedThrough: Position
}

/** A row of the log that is not compressed: one pack, or a run of them. */
interface Item {
  readonly first: Position
  readonly last: Position
  readonly bytes: number
}

interface Stretch {
  readonly first: Position
  last: Position
  bytes: number
}

const USUAL: CompactionLimits = { keepNewest: 1000, minPacks: 1000 }
/** More would shorten it by a third, but one damaged byte costs all of them, and all are read for one pack. */
const MAX_PACKS = 4096
const MAX_BYTES = 2 * 1024 * 1024
/** What is larger gains little from company. */
const MAX_ITEM_BYTES = 512 * 1024
const WORTHWHILE_BYTES = 128 * 1024

/** Says which packs of a log should be compressed next: the oldest that stand in a row, whole and uncompressed. */
export class CompactionPlan {
  readonly #log: LateStatement<[], LogState>
  readonly #items: LateStatement<[Position, Position], Item>
  readonly #passedOver = new Set<Position>()

  constructor(db: Database) {
    this.#log = new LateStatement(
      db,
      `SELECT logId, countedThrough,
      max(coalesce((SELECT max(position) FROM pack), 0), coalesce((SELECT max(lastPosition) FROM segment), 0)) AS head
      FROM log`,
    )
    this.#items = new LateStatement(
      db,
      `SELECT position AS first, position AS last, length(body) AS bytes
      FROM pack WHERE position <= ?
      UNION ALL SELECT firstPosition, lastPosition, length(bytes) FROM segment WHERE isPacked = 0 AND lastPosition <= ?
      ORDER BY first`,
    )
  }

  log(): LogState {
    return this.#log.get() ?? { logId: '', head: 0, countedThrough: 0 }
  }

  /** What stands at this position will not be planned for again. */
  passOver(position: Position): void {
    this.#passedOver.add(position)
  }

  next({ keepNewest, minPacks }: Partial<CompactionLimits>): { first: Position; last: Position } | undefined {
    const { head, countedThrough } = this.log()
    const end = Math.min(countedThrough, head - (keepNewest ?? USUAL.keepNewest))
    const isEnough = (stretch: Stretch | undefined): stretch is Stretch =>
      stretch !== undefined &&
      (stretch.last - stretch.first + 1 >= (minPacks ?? USUAL.minPacks) || stretch.bytes >= WORTHWHILE_BYTES)
    let stretch: Stretch | undefined
    for (const { first, last, bytes } of this.#items.iterate(end, end)) {
      const isUsable = bytes <= MAX_ITEM_BYTES && !this.#isPassedOver(first, last)
      const isFull = stretch && (last - stretch.first >= MAX_PACKS || stretch.bytes + bytes > MAX_BYTES)
      if (stretch && (!isUsable || isFull || first !== stretch.last + 1)) {
        if (isEnough(stretch)) break
        stretch = undefined
      }
      if (!isUsable) continue
      stretch ??= { first, last, bytes: 0 }
      stretch.last = last
      stretch.bytes += bytes
    }
    return isEnough(stretch) ? { first: stretch.first, last: stretch.last } : undefined
  }

  #isPassedOver(first: Position, last: Position): boolean {
    for (const position of this.#passedOver) if (position >= first && position <= last) return true
    return false
  }
}
