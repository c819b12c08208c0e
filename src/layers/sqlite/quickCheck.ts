import Database from 'better-sqlite3'

/** The database was not closed in order; false also when it cannot tell. Cost: one row. */
export function isUnclean(path: string): boolean {
  return withReadOnly(path, (db) => db.prepare<[], { isClean: number }>('SELECT isClean FROM log').get()?.isClean === 0)
}

/** What opening would look at after an unclean exit: whether SQLite finds the file sound. Cost: the whole file. */
export function isSound(path: string): boolean {
  return withReadOnly(path, (db) => db.pragma('quick_check(1)', { simple: true }) === 'ok')
}

function withReadOnly(path: string, ask: (db: Database.Database) => boolean): boolean {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return ask(db)
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}
