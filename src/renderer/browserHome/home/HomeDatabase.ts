import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { storageError } from '../../../layers/indexeddb/storageError'

interface HomeSchema extends DBSchema {
  value: { key: string; value: unknown }
}

const NAME = 'grove-home'

/** What the browser keeps for Grove beside the spaces: values by name. Rejects with AppError. */
export class HomeDatabase {
  private constructor(readonly db: IDBPDatabase<HomeSchema>) {}

  static async open(): Promise<HomeDatabase> {
    try {
      const db = await openDB<HomeSchema>(NAME, 1, {
        upgrade: (created) => {
          created.createObjectStore('value')
        },
        // A newer Grove, or the person clearing what the site keeps: neither is to wait for us.
        blocking: (_before, _after, event) => (event.target as IDBDatabase).close(),
      })
      return new HomeDatabase(db)
    } catch (error) {
      throw storageError(error, NAME)
    }
  }

  /** What comes back is foreign; undefined when there is nothing. */
  async read(name: string): Promise<unknown> {
    try {
      return await this.db.get('value', name)
    } catch (error) {
      throw storageError(error, NAME)
    }
  }

  /** All of them or none; durable when it resolves. */
  async write(values: Readonly<Record<string, unknown>>): Promise<void> {
    const write = this.db.transaction('value', 'readwrite', { durability: 'strict' })
    const steps: Promise<unknown>[] = [write.done]
    try {
      for (const [name, value] of Object.entries(values)) steps.push(write.store.put(value, name))
      await Promise.all(steps)
    } catch (error) {
      // What cannot be stored is refused before there is a request that could fail, and fails nothing by itself.
      if (steps.length <= Object.keys(values).length) write.abort()
      await Promise.allSettled(steps)
      throw storageError(error, NAME)
    }
  }

  close(): void {
    this.db.close()
  }
}
