import Database from 'better-sqlite3'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { migrate, type NewLog } from './schema'

/** Where the header says how the file is read and written, and what that is with a write-ahead log. */
const FORMAT_AT = 18
const WITH_WAL = 2

/**
 * Writes the database of a space that holds nothing. It is made in memory and lies there whole or not at all: as transactions on
 * a new file, the same takes a dozen syncs of the disk, and here it is one. The folder is synced with what is committed first (`WalSync`).
 */
export function writeNewDatabase(path: string, newLog: NewLog): void {
  const bytes = emptyDatabase(path, newLog)
  const partial = `${path}.new`
  const file = openSync(partial, 'w')
  try {
    writeSync(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  // What belonged to a file that is gone would be read into this one.
  for (const ending of ['-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
  renameSync(partial, path)
}

function emptyDatabase(path: string, newLog: NewLog): Buffer {
  const db = new Database(':memory:')
  try {
    // Before anything is written: it is a property of the file from its first page on.
    db.pragma('auto_vacuum = INCREMENTAL')
    migrate(db, path, newLog, () => undefined)
    const bytes = db.serialize()
    bytes.fill(WITH_WAL, FORMAT_AT, FORMAT_AT + 2)
    return bytes
  } finally {
    db.close()
  }
}
