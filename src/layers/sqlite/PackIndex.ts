import type { Database, Statement } from 'better-sqlite3'
import type { Position } from '../../core/persistence/PersistenceLayer'

/** Which ops of an author stand at a position. */
export interface PackKey {
  readonly counter: number
  readonly count: number
  readonly position: Position
}

/**
 * Where the packs of each author are. The newest stay in memory until `write`: an index row in every transaction would
 * be one more page for the disk to sync, for every edit. They are found again from the log when the database opens.
 */
export class PackIndex {
  readonly #insert: Statement<[number, number, number, number]>
  readonly #atOrBefore: Statement<[number, number], PackKey>
  readonly #newestByAuthor = new Map<number, PackKey[]>()

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT OR REPLACE INTO packKey (author, counter, count, position) VALUES (?, ?, ?, ?)')
    this.#atOrBefore = db.prepare(
      'SELECT counter, count, position FROM packKey WHERE author = ? AND counter <= ? ORDER BY counter DESC LIMIT 1',
    )
  }

  /** Forgets what was added and not written. */
  forget(): void {
    this.#newestByAuthor.clear()
  }

  add(author: number, key: PackKey): void {
    const newest = this.#newestByAuthor.get(author)
    if (newest) newest.push(key)
    else this.#newestByAuthor.set(author, [key])
  }

  /** The author's pack with the highest first counter that is not above `counter`. */
  atOrBefore(author: number, counter: number): PackKey | undefined {
    let found = this.#atOrBefore.get(author, counter)
    for (const key of this.#newestByAuthor.get(author) ?? []) {
      if (key.counter <= counter && (!found || key.counter > found.counter)) found = key
    }
    return found
  }

  /** In a transaction. */
  write(): void {
    for (const [author, keys] of this.#newestByAuthor) {
      for (const { counter, count, position } of keys) this.#insert.run(author, counter, count, position)
    }
    this.#newestByAuthor.clear()
  }
}
