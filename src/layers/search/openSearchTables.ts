import type { SearchDatabase } from './SearchDatabase'
import type { SearchPlace } from './SearchPlace'
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

/** Opens the index of a place. Whatever else is there, damaged or of another format, gives way to an empty one. */
export function openSearchTables(place: SearchPlace): SearchTables {
  try {
    return ready(place)
  } catch (error) {
    if (!place.isRefusal(error) && !place.isDamage(error) && !(error instanceof OtherFormat)) throw error
    place.discardIndex()
    return ready(place)
  }
}

class OtherFormat extends Error {}

function ready(place: SearchPlace): SearchTables {
  const db = place.openIndex()
  try {
    // What a power cut takes is indexed once more.
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000')
    if (numberOf(db, 'SELECT count(*) FROM sqlite_schema') === 0) create(db)
    else if (
      numberOf(db, 'PRAGMA user_version') !== FORMAT ||
      numberOf(db, 'PRAGMA application_id') !== APPLICATION_ID
    ) {
      throw new OtherFormat('the search index is of another format')
    }
    return new SearchTables(db, place)
  } catch (error) {
    db.close()
    throw error
  }
}

function create(db: SearchDatabase): void {
  db.exec('BEGIN IMMEDIATE')
  db.exec(SCHEMA)
  db.exec('COMMIT')
}

/** What stands in the only column of the only row. */
function numberOf(db: SearchDatabase, sql: string): number {
  const row = db.prepare<[], Record<string, number>>(sql).get()
  return Object.values(row ?? {})[0] ?? 0
}
