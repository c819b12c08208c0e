import type { Database, Statement } from 'better-sqlite3'
import type { FollowerCursor } from '../../core/persistence/PersistenceLayer'

/** What this machine remembers about keeping the space in step with other places. */
export class SyncTables {
  readonly #cursors: Statement<[], FollowerCursor>
  readonly #putCursor: Statement<[string, string, number, number, string]>
  readonly #note: Statement<[string], { value: string }>
  readonly #putNote: Statement<[string, string]>
  readonly #dropNote: Statement<[string]>

  constructor(db: Database) {
    this.#cursors = db.prepare('SELECT layerId, logId, pulled, pushed, pulledKey FROM cursor')
    this.#putCursor = db.prepare(
      'INSERT OR REPLACE INTO cursor (layerId, logId, pulled, pushed, pulledKey) VALUES (?, ?, ?, ?, ?)',
    )
    this.#note = db.prepare('SELECT value FROM note WHERE key = ?')
    this.#putNote = db.prepare('INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)')
    this.#dropNote = db.prepare('DELETE FROM note WHERE key = ?')
  }

  cursors(): FollowerCursor[] {
    return this.#cursors.all()
  }

  putCursor({ layerId, logId, pulled, pushed, pulledKey }: FollowerCursor): void {
    this.#putCursor.run(layerId, logId, pulled, pushed, pulledKey)
  }

  note(key: string): string | undefined {
    return this.#note.get(key)?.value
  }

  putNote(key: string, value: string | null): void {
    if (value === null) this.#dropNote.run(key)
    else this.#putNote.run(key, value)
  }
}
