import type { SpaceId } from '../../../core/space/Space'
import { IndexedDBFileStore } from '../../../layers/indexeddb/IndexedDBFileStore'

/** The stored files of all spaces in this browser. */
export class BrowserFiles {
  readonly #storeBySpace = new Map<SpaceId, IndexedDBFileStore>()

  of(spaceId: SpaceId): IndexedDBFileStore {
    const known = this.#storeBySpace.get(spaceId)
    if (known) return known
    const store = new IndexedDBFileStore(spaceId)
    this.#storeBySpace.set(spaceId, store)
    return store
  }

  async close(): Promise<void> {
    await Promise.all([...this.#storeBySpace.values()].map((store) => store.close()))
  }
}
