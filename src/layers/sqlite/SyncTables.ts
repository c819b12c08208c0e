import type { Database } from 'better-sqlite3'
import type { FollowerCursor } from '../../core/persistence/PersistenceLayer'
import { LateStatement } from './LateStatement'

/** What this machine remembers about keeping the space in step with other places. */
export class SyncTables {
  readonly #cursors: LateStatement<[], FollowerCursor>
  readonly #putCursor: LateStatement<[string, string, number, number, string]>
  readonly #note: LateStatement<[string], { value: string }>
  readonly #putNote: LateStatement<[string, string]>
  readonly #dropNote: LateStatement<[string]>

  constructor(db: Database) {
    this.#cursors = new LateStatement(db, 'SELECT layerId, logId, pulled, pushed, pulledKey FROM cursor')
    this.#putCursor = new LateStatement(
      db,
      'INSERT OR REPLACE INTO cursor (layerId, logId, pulled, pushed, pulledKey) VALUES (?, ?, ?, ?, ?)',
    )
    this.#note = new LateStatement(db, 'SELECT value FROM note WHERE key = ?')
    this.#putNote = new LateStatement(db, 'INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)')
    this.#dropNote = new LateStatement(db, 'DELETE FROM note WHERE key = ?')
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
