import Database from 'better-sqlite3'
import { AppError } from '../../core/AppError'
import { logSize } from './logSize'
import { outlineOf } from './outline/outlineOf'
import { SCHEMA_VERSION } from './schema'
import { sqliteError } from './sqliteError'

/** A space's database in numbers: nothing of what stands in it. */
export interface DatabaseLook {
  readonly schemaVersion: number
  /** `ok`, or what SQLite's quick check found first. */
  readonly verdict: string
  readonly logId: string
  readonly packs: number
  readonly ops: number
  readonly fingerprint: string
  /** The position the fingerprint is of; what came after it is counted when the space opens. */
  readonly countedThrough: number
  readonly trees: number
  /** Zero in a file of another format. */
  readonly nodes: number
  readonly divergent: number
  readonly secrets: number
  /** How far each follower and the journal have met, by the follower's id. */
  readonly cursors: readonly { readonly layerId: string; readonly pulled: number; readonly pushed: number }[]
}

/** Reads without writing or repairing, also while another connection writes. Cost: SQLite's quick check, and the node table. Throws AppError. */
export function lookAtDatabase(path: string): DatabaseLook {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      db.exec('BEGIN')
      const log = db
        .prepare<[], { logId: string; countedThrough: number; fingerprint: string }>(
          'SELECT logId, countedThrough, fingerprint FROM log',
        )
        .get()
      if (!log) throw new AppError({ code: 'damaged', path, reason: 'it has no log' })
      const count = (sql: string): number => db.prepare<[], { n: number }>(sql).get()?.n ?? 0
      const schemaVersion = Number(db.pragma('user_version', { simple: true }))
      return {
        ...log,
        schemaVersion,
        verdict: String(db.pragma('quick_check(1)', { simple: true })),
        ...logSize(db),
        trees: count('SELECT count(DISTINCT treeId) AS n FROM author'),
        nodes: schemaVersion === SCHEMA_VERSION ? outlineOf(db).outline.size() : 0,
        divergent: count('SELECT count(*) AS n FROM divergent'),
        secrets: count('SELECT count(*) AS n FROM secret'),
        cursors: db
          .prepare<[], { layerId: string; pulled: number; pushed: number }>(
            'SELECT layerId, pulled, pushed FROM cursor ORDER BY layerId',
          )
          .all(),
      }
    } finally {
      db.close()
    }
  } catch (error) {
    throw sqliteError(error, path)
  }
}
