import Database, { type Statement } from 'better-sqlite3'
import { closeSync, copyFileSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { checksum } from '../../core/persistence/hash'
import type { Pack } from '../../core/persistence/Pack'
import { Segment } from '../../core/persistence/segment/Segment'
import { brotli } from './brotli'
import { PackTable } from './PackTable'

export interface Salvaged {
  /** Packs moved to the new database. */
  readonly kept: number
  /** Packs that were there once and could not be read. */
  readonly lost: number
}

/** Tries in the damaged middle of a table. A file of which nothing can be read is given up after seconds, not minutes. */
const MAX_TRIES = 20_000

/**
 * Moves what can be read of a damaged database into a new one: packs whose checksum holds, and sealed secrets. Works on
 * a copy, so the damaged file stays as it was found.
 */
export function salvage(damagedPath: string, into: Database.Database): Salvaged {
  const copy = `${damagedPath}.reading`
  try {
    for (const suffix of ['', '-wal']) {
      if (existsSync(damagedPath + suffix)) copyFileSync(damagedPath + suffix, copy + suffix)
    }
    mendMagic(copy)
    const from = new Database(copy)
    try {
      return move(from, into)
    } finally {
      from.close()
    }
  } catch {
    return { kept: 0, lost: 0 }
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  }
}

/** The first 16 bytes are always the same: when only they are broken, everything else can be read. */
function mendMagic(path: string): void {
  const file = openSync(path, 'r+')
  try {
    writeSync(file, Buffer.from('SQLite format 3\u0000', 'latin1'), 0, 16, 0)
  } finally {
    closeSync(file)
  }
}

function move(from: Database.Database, into: Database.Database): Salvaged {
  const table = new PackTable(into)
  let kept = 0
  let highest = 0
  const take = (pack: Pack): void => {
    kept += table.add([pack]).added.length
  }
  into
    .transaction(() => {
      // Segments are the older part of the log. A database of before there were any has none.
      for (const row of readableRows<SegmentRow>(from, SEGMENT)) {
        highest = Math.max(highest, row.last)
        packsOf(row).forEach(take)
      }
      for (const row of readableRows<PackRow>(from, PACK)) {
        highest = Math.max(highest, row.at)
        if (checksum(row.body) === row.checksum) take(row)
      }
      table.write(1)
      into.exec('UPDATE outline SET through = NULL')
    })
    .immediate()
  moveSecrets(from, into)
  return { kept, lost: Math.max(0, highest - kept) }
}

/** What can be read of a table by the number of its rows, which `at` is. */
interface Row {
  readonly at: number
}

interface PackRow extends Row, Pack {
  readonly checksum: number
}

interface SegmentRow extends Row {
  readonly last: number
  readonly bytes: Uint8Array
}

interface Source {
  readonly table: string
  readonly select: string
  readonly key: string
}

const PACK: Source = {
  table: 'pack',
  select: `SELECT pack.position AS at, author.treeId, author.peerId, pack.counter, pack.count, pack.checksum, pack.body
    FROM pack JOIN author ON author.no = pack.author`,
  key: 'pack.position',
}
const SEGMENT: Source = {
  table: 'segment',
  select: 'SELECT firstPosition AS at, lastPosition AS last, bytes FROM segment',
  key: 'firstPosition',
}

/** Whole packs of a segment; one that is damaged may still give some. */
function packsOf({ bytes }: SegmentRow): Pack[] {
  try {
    const segment = new Segment(bytes, brotli)
    return Array.from({ length: segment.size }, (_, index) => segment.pack(index) ?? []).flat()
  } catch {
    return []
  }
}

/** From both ends towards the damage, and then whatever is found by looking in between. */
function* readableRows<T extends Row>(db: Database.Database, source: Source): Generator<T> {
  if (!hasTable(db, source.table)) return
  const walk = new Walk<T>(db, source)
  yield* walk.up(0)
  if (!walk.isDamaged) return
  const low = walk.last
  yield* walk.down(Number.MAX_SAFE_INTEGER, low)
  const high = walk.last
  // Every one of few; of many so few that none of them stands for much more than a page.
  const stride = Math.ceil((high - low) / MAX_TRIES)
  for (let at = low + 1; at < high; at = Math.max(at, walk.highest) + stride) {
    const before = walk.highest
    const found = walk.next(at)
    if (!found || found.at >= high) continue
    yield found
    yield* walk.up(found.at, high)
    yield* walk.down(found.at, Math.max(before, low))
  }
}

/** Reads a table row by row in either direction, until it ends or cannot be read on. */
class Walk<T extends Row> {
  readonly #up: Statement<[number], T>
  readonly #down: Statement<[number], T>
  /** Why the last walk ended. */
  isDamaged = false
  /** Where the last walk ended; where it began when it found nothing. */
  last = 0
  /** The highest row read by walking up. */
  highest = 0

  constructor(db: Database.Database, { select, key }: Source) {
    this.#up = db.prepare(`${select} WHERE ${key} > ? ORDER BY ${key} LIMIT 1`)
    this.#down = db.prepare(`${select} WHERE ${key} < ? ORDER BY ${key} DESC LIMIT 1`)
  }

  *up(from: number, end = Infinity): Generator<T> {
    this.last = from
    this.highest = Math.max(this.highest, from)
    for (let row = this.#read(this.#up, from); row && row.at < end; row = this.#read(this.#up, row.at)) {
      if (row.at <= this.last) return
      this.last = row.at
      this.highest = row.at
      yield row
    }
  }

  *down(from: number, end: number): Generator<T> {
    this.last = from
    for (let row = this.#read(this.#down, from); row && row.at > end; row = this.#read(this.#down, row.at)) {
      if (row.at >= this.last) return
      this.last = row.at
      yield row
    }
  }

  /** The first row from a place on; undefined when it cannot be read. */
  next(at: number): T | undefined {
    const row = this.#read(this.#up, at - 1)
    return row && row.at >= at ? row : undefined
  }

  #read(statement: Statement<[number], T>, at: number): T | undefined {
    try {
      this.isDamaged = false
      return statement.get(at)
    } catch {
      this.isDamaged = true
      return undefined
    }
  }
}

/** Databases of before there were segments have no table of them. */
function hasTable(db: Database.Database, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined
}

function moveSecrets(from: Database.Database, into: Database.Database): void {
  try {
    const rows = from
      .prepare<[], { key: string; version: number; sealed: Uint8Array | null }>(
        'SELECT key, version, sealed FROM secret',
      )
      .all()
    const put = into.prepare('INSERT OR REPLACE INTO secret VALUES (?, ?, ?)')
    into.transaction(() => rows.forEach((row) => put.run(row.key, row.version, row.sealed)))()
  } catch {
    // Secrets come back from another layer or the recovery kit; packs are what must not wait for them.
  }
}
