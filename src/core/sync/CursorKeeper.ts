import type { Cancel, Timers } from '../environment'
import type { FollowerCursor, Position, SyncMemory } from '../persistence/PersistenceLayer'

const SAVE_MS = 1000

/** How far a journal and one layer have met, kept across restarts. */
export class CursorKeeper {
  #cursor: FollowerCursor
  #cancelSave: Cancel | undefined

  constructor(
    readonly layerId: string,
    readonly memory: SyncMemory | undefined,
    readonly timers: Timers,
  ) {
    this.#cursor = { layerId, logId: '', pulled: 0, pushed: 0, pulledKey: '' }
  }

  get current(): FollowerCursor {
    return this.#cursor
  }

  async load(): Promise<void> {
    const known = (await this.memory?.loadCursors())?.find((cursor) => cursor.layerId === this.layerId)
    if (known) this.#cursor = known
  }

  /** The layer's log is another: everything is offered again, in both directions. */
  startOver(logId: string): void {
    this.#set({ layerId: this.layerId, logId, pulled: 0, pushed: 0, pulledKey: '' })
  }

  pulledThrough(pulled: Position, pulledKey: string): void {
    if (pulled > this.#cursor.pulled) this.#set({ ...this.#cursor, pulled, pulledKey })
  }

  pushedThrough(pushed: Position): void {
    if (pushed > this.#cursor.pushed) this.#set({ ...this.#cursor, pushed })
  }

  /** Leaves no timer. */
  save(): void {
    this.#cancelSave?.()
    this.#cancelSave = undefined
    if (this.#cursor.logId !== '') this.memory?.saveCursor(this.#cursor)
  }

  #set(cursor: FollowerCursor): void {
    this.#cursor = cursor
    // One that is a second old costs a repeated look at a few packs; a write for each batch would cost as much as the batch.
    this.#cancelSave ??= this.timers.after(SAVE_MS, () => this.save())
  }
}
