import type { Database } from 'better-sqlite3'
import { AppError } from '../../core/AppError'

/** "GroA": tells the accounts of a server from the database of a space. */
export const APPLICATION_ID = 0x47726f41

/** Each entry takes a database from the version of its index to the next; all that are due run in one transaction. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name in one case and form, so that no two names look alike but for that.
    nameKey TEXT NOT NULL UNIQUE,
    passwordHash TEXT NOT NULL,
    createdAt INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE device (
    id TEXT PRIMARY KEY,
    userId INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- SHA-256 of the token; the token itself is nowhere.
    tokenHash BLOB NOT NULL UNIQUE,
    createdAt INTEGER NOT NULL,
    lastSeenAt INTEGER,
    -- Kept for a while, so that the device learns what happened to it.
    revokedAt INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deviceUser ON device (userId);
  CREATE TABLE space (
    id TEXT PRIMARY KEY,
    keyId TEXT,
    label TEXT,
    createdAt INTEGER NOT NULL,
    -- Whose quota it counts against.
    chargedTo INTEGER REFERENCES user ON DELETE SET NULL,
    fileBytes INTEGER NOT NULL,
    lastFileNo INTEGER NOT NULL,
    -- Has been opened: a log that is missing is lost, not new.
    hasLog INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX spaceChargedTo ON space (chargedTo);
  CREATE TABLE member (
    spaceId TEXT NOT NULL REFERENCES space ON DELETE CASCADE,
    userId INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    since INTEGER NOT NULL,
    PRIMARY KEY (spaceId, userId)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX memberUser ON member (userId);
  CREATE TABLE invite (
    id TEXT PRIMARY KEY,
    codeHash BLOB NOT NULL UNIQUE,
    spaceId TEXT NOT NULL REFERENCES space ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    madeBy INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    createdAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL,
    usedBy INTEGER REFERENCES user ON DELETE SET NULL,
    usedAt INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX inviteSpace ON invite (spaceId);
  CREATE TABLE chunk (
    spaceId TEXT NOT NULL REFERENCES space ON DELETE CASCADE,
    hash TEXT NOT NULL,
    sizeBytes INTEGER NOT NULL,
    addedAt INTEGER NOT NULL,
    -- Part of a file; what is not may be of an upload that was given up.
    isUsed INTEGER NOT NULL,
    PRIMARY KEY (spaceId, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE file (
    spaceId TEXT NOT NULL REFERENCES space ON DELETE CASCADE,
    no INTEGER NOT NULL,
    name TEXT NOT NULL,
    info TEXT NOT NULL,
    -- 32 bytes for each, in order.
    chunks BLOB NOT NULL,
    sizeBytes INTEGER NOT NULL,
    PRIMARY KEY (spaceId, no),
    UNIQUE (spaceId, name)
  ) STRICT, WITHOUT ROWID;
  `,
]

export const SCHEMA_VERSION = MIGRATIONS.length

/** Throws AppError when the file is of a newer Grove or of another application; then nothing was changed. */
export function migrate(db: Database, path: string): void {
  const found = db.pragma('user_version', { simple: true }) as number
  if (found > SCHEMA_VERSION) throw new AppError({ code: 'newer-schema', path, found, supported: SCHEMA_VERSION })
  if (found === SCHEMA_VERSION) return
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0
  if (tables > 0 && db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new AppError({ code: 'bad-file', path, reason: 'it belongs to another application' })
  }
  db.transaction(() => {
    for (const migration of MIGRATIONS.slice(found)) db.exec(migration)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
  }).immediate()
}
