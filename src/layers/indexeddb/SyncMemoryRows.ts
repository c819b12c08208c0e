import { AppError, type ErrorDetail } from '../../core/AppError'
import type { FollowerCursor, SyncMemory } from '../../core/persistence/PersistenceLayer'
import type { SpaceDatabase } from './SpaceDatabase'

/**
 * Cursors and notes. They change with every batch that goes anywhere, so what changes while one write runs is written by
 * the next one. What could not be written is tried again with the next change.
 */
export class SyncMemoryRows implements Omit<SyncMemory, 'placesOf'> {
  #cursorByLayer = new Map<string, FollowerCursor>()
  #noteByKey = new Map<string, string | null>()
  #writing: Promise<void> | undefined

  constructor(
    readonly database: SpaceDatabase,
    readonly onTrouble: (trouble: ErrorDetail) => void,
  ) {}

  async loadCursors(): Promise<readonly FollowerCursor[]> {
    await this.settled()
    return this.database.use((db) => db.getAll('cursor'))
  }

  saveCursor(cursor: FollowerCursor): void {
    this.#cursorByLayer.set(cursor.layerId, cursor)
    this.#write()
  }

  async loadNote(key: string): Promise<string | undefined> {
    await this.settled()
    return this.database.use((db) => db.get('note', key))
  }

  saveNote(key: string, value: string | null): void {
    this.#noteByKey.set(key, value)
    this.#write()
  }

  /** Resolves when all that was saved is written, or could not be. */
  async settled(): Promise<void> {
    await this.#writing
  }

  #write(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
  }

  async #writeAll(): Promise<void> {
    // What is saved in the same turn goes along.
    await Promise.resolve()
    while (this.#cursorByLayer.size > 0 || this.#noteByKey.size > 0) {
      const cursors = [...this.#cursorByLayer.values()]
      const notes = [...this.#noteByKey]
      this.#cursorByLayer = new Map()
      this.#noteByKey = new Map()
      try {
        await this.#store(cursors, notes)
      } catch (error) {
        this.#cursorByLayer = new Map([
          ...cursors.map((cursor) => [cursor.layerId, cursor] as const),
          ...this.#cursorByLayer,
        ])
        this.#noteByKey = new Map([...notes, ...this.#noteByKey])
        this.onTrouble(AppError.detailOf(error))
        return
      }
    }
  }

  #store(cursors: readonly FollowerCursor[], notes: readonly (readonly [string, string | null])[]): Promise<void> {
    return this.database.use(async (db) => {
      const write = db.transaction(['cursor', 'note'], 'readwrite', { durability: 'relaxed' })
      const cursorStore = write.objectStore('cursor')
      const noteStore = write.objectStore('note')
      await Promise.all([
        ...cursors.map((cursor) => cursorStore.put(cursor)),
        ...notes.map(([key, value]) => (value === null ? noteStore.delete(key) : noteStore.put(value, key))),
        write.done,
      ])
    })
  }
}
