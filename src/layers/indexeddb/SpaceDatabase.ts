import { openDB } from 'idb'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { SpaceId } from '../../core/space/Space'
import { MIGRATIONS, type Migration, type NewLog, type SpaceDb, type SpaceSchema } from './schema'
import { isDisconnected, storageError } from './storageError'

const PREFIX = 'grove-space-'

export interface SpaceDatabaseOptions extends NewLog {
  /** `create`: made when it is not there. */
  readonly mode: 'open' | 'create'
  /** The connection was taken away by another tab; every later use says the same. */
  readonly onTaken?: (reason: ErrorDetail) => void
  /** Those of this version; a test of tomorrow's Grove has one more. */
  readonly migrations?: readonly Migration[]
}

/**
 * One connection to the database of a space, opened when it is needed and again after the browser closed it. A newer
 * Grove in another tab gets it at once: then every use rejects with `newer-schema`, and nothing was changed.
 */
export class SpaceDatabase {
  readonly name: string
  readonly #options: SpaceDatabaseOptions
  #opening: Promise<SpaceDb> | undefined
  #hasOpened = false
  #isClosed = false

  constructor(options: SpaceDatabaseOptions) {
    this.#options = options
    this.name = PREFIX + options.spaceId
  }

  /** The spaces that have a database here, in the order of their ids. */
  static async spaceIds(): Promise<SpaceId[]> {
    try {
      const databases = await factory().databases()
      return databases.flatMap(({ name = '' }) => /^grove-space-([0-9a-f]{32})$/.exec(name)?.[1] ?? []).sort()
    } catch (error) {
      throw storageError(error, 'this browser')
    }
  }

  /** Runs `work` on the connection; once more on a new one when the browser had closed it. Rejects with AppError. */
  async use<T>(work: (db: SpaceDb) => Promise<T>): Promise<T> {
    try {
      const db = await this.#connection()
      try {
        return await work(db)
      } catch (error) {
        if (!isDisconnected(error)) throw error
        this.#forget()
        return await work(await this.#connection())
      }
    } catch (error) {
      throw storageError(error, this.name)
    }
  }

  /** Transactions that run are finished first. */
  async close(): Promise<void> {
    this.#isClosed = true
    const db = await this.#opening?.catch(() => undefined)
    db?.close()
  }

  #connection(): Promise<SpaceDb> {
    if (this.#isClosed) return Promise.reject(new AppError({ code: 'closed' }))
    if (!this.#opening) {
      const opening = this.#open()
      this.#opening = opening
      opening.catch(() => {
        if (this.#opening === opening) this.#forget()
      })
    }
    return this.#opening
  }

  #forget(): void {
    this.#opening = undefined
  }

  async #open(): Promise<SpaceDb> {
    const { migrations = MIGRATIONS, mode, onTaken } = this.#options
    // A database that was there and is not any more was removed: a new one would look as if nothing had been in it.
    const mayMake = mode === 'create' && !this.#hasOpened
    const found = { isMissing: false }
    factory()
    const opened = new Promise<SpaceDb>((resolve, reject) => {
      const opening = openDB<SpaceSchema>(this.name, migrations.length, {
        upgrade: (db, before, _after, write) => {
          found.isMissing = before === 0 && !mayMake
          if (!found.isMissing) for (const migrate of migrations.slice(before)) migrate(db, this.#options, write)
          else {
            write.done.catch(() => undefined)
            write.abort()
          }
        },
        blocked: () => {
          reject(new AppError({ code: 'folder-in-use', path: this.name }))
          opening.then(
            (late) => late.close(),
            () => undefined,
          )
        },
        blocking: (supported, wanted, event) => {
          ;(event.target as IDBDatabase).close()
          this.#forget()
          const path = this.name
          onTaken?.(
            wanted === null ? { code: 'storage-cleared' } : { code: 'newer-schema', path, found: wanted, supported },
          )
        },
        terminated: () => this.#forget(),
      })
      opening.then(resolve, reject)
    })
    try {
      const db = await opened
      this.#hasOpened = true
      return db
    } catch (error) {
      if (found.isMissing) throw this.#missing()
      if (error instanceof DOMException && error.name === 'VersionError') throw await this.#tooNew(migrations.length)
      throw error
    }
  }

  #missing(): AppError {
    return new AppError(
      this.#hasOpened ? { code: 'storage-cleared' } : { code: 'space-missing', space: this.#options.spaceId },
    )
  }

  async #tooNew(supported: number): Promise<AppError> {
    const found = (await factory().databases()).find(({ name }) => name === this.name)?.version ?? supported + 1
    return new AppError({ code: 'newer-schema', path: this.name, found, supported })
  }
}

/** Not there in some private windows and where site data is switched off. */
function factory(): IDBFactory {
  const found = (globalThis as { readonly indexedDB?: IDBFactory }).indexedDB
  if (!found) throw new AppError({ code: 'no-storage', reason: 'it offers no database' })
  return found
}
