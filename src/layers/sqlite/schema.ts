import type { Database } from 'better-sqlite3'
import { AppError } from '../../core/AppError'
import { copyBefore } from './copyBefore'
import { isDamage } from './sqliteError'

/** "Grov": tells Grove's databases from those of other applications. */
export const APPLICATION_ID = 0x47726f76

/**
 * Each entry takes a database from the version of its index to the next. All that are due run in one transaction, so a
 * database is never half-way between two versions.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE log (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    spaceId TEXT NOT NULL,
    logId TEXT NOT NULL,
    opCount INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    maxCounter INTEGER NOT NULL,
    -- The position the three numbers above and packKey are of; packs after it are counted when the database opens.
    countedThrough INTEGER NOT NULL,
    isClean INTEGER NOT NULL
  ) STRICT;
  -- Trees and peers stand here once; packs refer to the pair by number.
  CREATE TABLE author (
    no INTEGER PRIMARY KEY,
    treeId TEXT NOT NULL,
    peerId TEXT NOT NULL,
    UNIQUE (treeId, peerId)
  ) STRICT;
  CREATE TABLE pack (
    position INTEGER PRIMARY KEY,
    author INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    count INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  -- Where each author's packs are, through log.countedThrough; the few after it are found by reading them.
  CREATE TABLE packKey (
    author INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    count INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (author, counter)
  ) STRICT, WITHOUT ROWID;
  -- Packs whose id another body already had: kept for a person to look at, never applied.
  CREATE TABLE divergent (
    author INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    count INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (author, counter, count, checksum)
  ) STRICT;
  CREATE TABLE secret (key TEXT PRIMARY KEY, version INTEGER NOT NULL, sealed BLOB) STRICT, WITHOUT ROWID;
  CREATE TABLE cursor (
    layerId TEXT PRIMARY KEY,
    logId TEXT NOT NULL,
    pulled INTEGER NOT NULL,
    pushed INTEGER NOT NULL,
    pulledKey TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- What this machine remembers about syncing the space, as JSON.
  CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  -- The node table: the space tree as lists show it, kept in step with the log in the same transactions.
  CREATE TABLE outline (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    isStale INTEGER NOT NULL,
    lastCounter INTEGER,
    lastPeerId TEXT
  ) STRICT;
  CREATE TABLE node (id TEXT PRIMARY KEY, parentId TEXT) STRICT, WITHOUT ROWID;
  CREATE INDEX nodeParent ON node (parentId);
  CREATE TABLE nodeProperty (
    nodeId TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    counter INTEGER NOT NULL,
    peerId TEXT NOT NULL,
    PRIMARY KEY (nodeId, key)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Packs stored many to a row: as they were committed, or later in compressed columns (isPacked). Positions in between
  -- the first and the last belong to it.
  CREATE TABLE segment (
    firstPosition INTEGER PRIMARY KEY,
    lastPosition INTEGER NOT NULL,
    isPacked INTEGER NOT NULL,
    opCount INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  -- Which counters of an author a segment has, through log.countedThrough; packs in segments have no packKey.
  CREATE TABLE segmentAuthor (
    author INTEGER NOT NULL,
    firstPosition INTEGER NOT NULL,
    firstCounter INTEGER NOT NULL,
    lastCounter INTEGER NOT NULL,
    PRIMARY KEY (author, firstPosition)
  ) STRICT, WITHOUT ROWID;
  -- What a tree is as of a position: a cache of the log, made anew from it when it is missing.
  CREATE TABLE snapshot (
    treeId TEXT PRIMARY KEY,
    through INTEGER NOT NULL,
    logId TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  `,
  `
  -- The node table, some hundred vertices to a row: a cache of the log, which is built anew from it when it is stale.
  DROP TABLE nodeProperty;
  DROP TABLE node;
  CREATE TABLE nodeBlock (
    key INTEGER PRIMARY KEY,
    isPacked INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  -- All keys in few pages, those of rows that are not packed first.
  CREATE INDEX nodeBlockLoose ON nodeBlock (isPacked);
  -- In which list a vertex stands, and where the vertex stands that a list belongs to.
  CREATE TABLE nodePlace (
    key INTEGER PRIMARY KEY,
    isPacked INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX nodePlaceLoose ON nodePlace (isPacked);
  -- isStale: 1 when rows lack something that the log has, 2 when they cannot be relied on at all.
  ALTER TABLE outline ADD COLUMN lists INTEGER NOT NULL DEFAULT 2;
  UPDATE outline SET isStale = 2;
  `,
  `
  -- The node table has a position of its own: through which position of the log its rows are true, NULL when they cannot be
  -- relied on, and how many ops of the pack after that are in them too.
  ALTER TABLE outline ADD COLUMN through INTEGER;
  ALTER TABLE outline ADD COLUMN partOps INTEGER NOT NULL DEFAULT 0;
  UPDATE outline SET through = max(
    coalesce((SELECT max(position) FROM pack), 0), coalesce((SELECT max(lastPosition) FROM segment), 0)
  ) WHERE isStale = 0;
  ALTER TABLE outline DROP COLUMN isStale;
  `,
]

export const SCHEMA_VERSION = MIGRATIONS.length
/** Since this one, the node table keeps many vertices to a row. */
export const BLOCKS_VERSION = 3
/** Since this one, it has a position of its own. */
export const OUTLINE_POSITION_VERSION = 4

export interface NewLog {
  readonly spaceId: string
  readonly logId: string
}

/**
 * Brings the database to this version; `newLog` names the log of a database that is still empty. One that holds something
 * is copied first (`copyBefore`), and when anything goes wrong it stays as it was: AppError `upgrade-failed`.
 */
export function migrate(db: Database, path: string, newLog: NewLog, log: (sentence: string) => void): void {
  const found = db.pragma('user_version', { simple: true }) as number
  if (found > SCHEMA_VERSION) throw new AppError({ code: 'newer-schema', path, found, supported: SCHEMA_VERSION })
  if (found === SCHEMA_VERSION) return
  const applicationId = db.pragma('application_id', { simple: true }) as number
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0
  if (applicationId !== APPLICATION_ID && tables > 0) throw new AppError({ code: 'not-a-space', path })
  if (found === 0) return run(db, found, newLog)
  try {
    const copy = copyBefore(db, path, SCHEMA_VERSION)
    run(db, found, newLog)
    log(`${path} was brought from format ${found} to ${SCHEMA_VERSION}; as it was before, it lies in ${copy}.`)
  } catch (error) {
    if (isDamage(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError({ code: 'upgrade-failed', path, reason }, { cause: error })
  }
}

function run(db: Database, found: number, newLog: NewLog): void {
  db.transaction(() => {
    for (const migration of MIGRATIONS.slice(found)) db.exec(migration)
    if (found === 0) {
      db.prepare('INSERT INTO log VALUES (1, ?, ?, 0, ?, 0, 0, 1)').run(newLog.spaceId, newLog.logId, '0'.repeat(16))
      db.prepare('INSERT INTO outline VALUES (1, NULL, NULL, 2, 0, 0)').run()
    }
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
  }).immediate()
}
