import Database from 'better-sqlite3'
import { closeSync, copyFileSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { packOfRow, PackTable, type PackRow } from './PackTable'

export interface Salvaged {
  /** Packs moved to the new database. */
  readonly kept: number
  /** Packs that were there once and could not be read. */
  readonly lost: number
}

/** Single rows are tried in the damaged middle of a file; beyond this many the search ends. */
const MAX_TRIES = 200_000

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
  const take = (row: PackRow): void => {
    highest = Math.max(highest, row.position)
    const pack = packOfRow(row)
    if (pack && table.add(pack) === 'new') kept += 1
  }
  into
    .transaction(() => {
      for (const row of readableRows(from)) take(row)
      table.putSummary(1)
      into.exec('UPDATE outline SET isStale = 1')
    })
    .immediate()
  moveSecrets(from, into)
  return { kept, lost: Math.max(0, highest - kept) }
}

const ROW = `SELECT pack.position, author.treeId, author.peerId, pack.counter, pack.count, pack.checksum, pack.body
  FROM pack JOIN author ON author.no = pack.author WHERE`

/** From both ends towards the damage, then row by row through what lies between. */
function* readableRows(db: Database.Database): Generator<PackRow> {
  const up = db.prepare<[number], PackRow>(`${ROW} pack.position > ? ORDER BY pack.position LIMIT 1`)
  const down = db.prepare<[number], PackRow>(`${ROW} pack.position < ? ORDER BY pack.position DESC LIMIT 1`)
  const one = db.prepare<[number], PackRow>(`${ROW} pack.position = ?`)
  const attempt = (read: () => PackRow | undefined): PackRow | undefined | 'damaged' => {
    try {
      return read()
    } catch {
      return 'damaged'
    }
  }
  let low = 0
  for (;;) {
    const row = attempt(() => up.get(low))
    if (row === undefined) return
    if (row === 'damaged') break
    low = row.position
    yield row
  }
  let high = Number.MAX_SAFE_INTEGER
  for (;;) {
    const row = attempt(() => down.get(high))
    if (row === undefined || row === 'damaged' || row.position <= low) break
    high = row.position
    yield row
  }
  const end = Math.min(high, low + MAX_TRIES)
  for (let position = low + 1; position < end; position++) {
    const row = attempt(() => one.get(position))
    if (row !== undefined && row !== 'damaged') yield row
  }
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
