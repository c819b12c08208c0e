import Database from 'better-sqlite3'

export interface RawDatabase {
  /** Writes rows, so many in each transaction. */
  write(rows: number, perTransaction?: number): Promise<void>
  close(): void
}

/** What the disk and SQLite can do: rows of an edit's size, `synchronous=FULL`. */
export function rawDatabase(path: string): RawDatabase {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE edit (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO edit (body) VALUES (?)')
  const body = Buffer.alloc(130, 7)
  const insertAll = db.transaction((rows: number) => {
    for (let row = 0; row < rows; row++) insert.run(body)
  })
  return {
    write: (rows, perTransaction = 1) => {
      for (let left = rows; left > 0; left -= perTransaction) {
        if (perTransaction === 1) insert.run(body)
        else insertAll(Math.min(left, perTransaction))
      }
      return Promise.resolve()
    },
    close: () => db.close(),
  }
}
