import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { isDamage } from '../sqliteError'
import { SearchTables } from './SearchTables'

/** Another number, another index: one of an older or newer Grove is made anew. */
const FORMAT = 1
/** "GrvS" */
const APPLICATION_ID = 0x47727653

const SCHEMA = `
  -- Through where the log was looked at. Rows are written in the transaction that moves it.
  CREATE TABLE mark (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    logId TEXT NOT NULL,
    through INTEGER NOT NULL,
    throughKey TEXT NOT NULL
  ) STRICT;
  -- What lies under the space's content: for titles, paths, and to know what is not in the trash.
  CREATE TABLE entry (
    id TEXT PRIMARY KEY,
    parentId TEXT NOT NULL,
    name TEXT NOT NULL,
    icon TEXT,
    appId TEXT,
    treeId TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX entryTree ON entry (treeId) WHERE treeId IS NOT NULL;
  -- Every tree of the log but the space's own. position: of its newest pack that the index knows, and its row in word; due: of
  -- its newest pack when it must be read again. text: deflated, for snippets; null when nothing of it can be found.
  CREATE TABLE document (
    position INTEGER PRIMARY KEY,
    treeId TEXT NOT NULL UNIQUE,
    due INTEGER,
    text BLOB
  ) STRICT;
  CREATE INDEX documentDue ON document (due) WHERE due IS NOT NULL;
  -- Folded words (core/search); the text itself is in document. Later positions are later rows: newest last.
  CREATE VIRTUAL TABLE word USING fts5 (
    title, text, content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );
  INSERT INTO mark VALUES (1, '', 0, '');
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`

/**
 * Opens the index at the path; a new one gets these rights. Whatever else is there, damaged or of another format, gives way to
 * an empty one.
 */
export function openSearchDatabase(path: string, rights: number): SearchTables {
  try {
    return ready(path, rights)
  } catch (error) {
    if (!isUseless(error)) throw error
    discardSearchDatabase(path)
    return ready(path, rights)
  }
}

/** It is a cache: what it held is in the space's own file. */
export function discardSearchDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}

class OtherFormat extends Error {}

/** What opening meets in a file that is no index of ours: `SQLITE_ERROR` says that a table is missing. */
function isUseless(error: unknown): boolean {
  const isStrange = error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR'
  return isStrange || isDamage(error) || error instanceof OtherFormat
}

function ready(path: string, rights: number): SearchTables {
  // Before SQLite makes it: what belongs to it gets the same rights.
  if (!existsSync(path)) closeSync(openSync(path, 'wx', rights))
  const db = new Database(path)
  try {
    db.pragma('journal_mode = WAL')
    // What a power cut takes is indexed once more.
    db.pragma('synchronous = NORMAL')
    db.pragma('cache_size = -16000')
    const format = db.pragma('user_version', { simple: true })
    const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0
    if (tables === 0) db.transaction(() => db.exec(SCHEMA)).immediate()
    else if (format !== FORMAT || db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      throw new OtherFormat('the search index is of another format')
    }
    return new SearchTables(db)
  } catch (error) {
    db.close()
    throw error
  }
}
