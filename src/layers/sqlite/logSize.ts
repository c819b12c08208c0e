import type { Database } from 'better-sqlite3'

export interface LogSize {
  readonly packs: number
  readonly ops: number
}

const PACKS = 'SELECT count(*) AS packs, coalesce(sum(count), 0) AS ops FROM pack'
const SEGMENTS = `SELECT coalesce(sum(lastPosition - firstPosition + 1), 0) AS packs, coalesce(sum(opCount), 0) AS ops
  FROM segment`

/** How much a log holds, of any version of the database; zero of one that has none. Cost: one pass over its headers. */
export function logSize(db: Database): LogSize {
  const size = { packs: 0, ops: 0 }
  for (const [table, sum] of [
    ['pack', PACKS],
    ['segment', SEGMENTS],
  ] as const) {
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table)) continue
    const part = db.prepare<[], LogSize>(sum).get()
    size.packs += part?.packs ?? 0
    size.ops += part?.ops ?? 0
  }
  return size
}
