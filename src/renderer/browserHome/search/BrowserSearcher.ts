import { documentText } from '../../../apps/search/documentText'
import type { Environment } from '../../../core/environment'
import type { SearchAnswer, SearchQuestion } from '../../../core/search/SearchIndex'
import type { SpaceId } from '../../../core/space/Space'
import type { Searcher } from '../../../home/search/obeySearchOrder'
import { IndexedDBSearchLog } from '../../../layers/indexeddb/IndexedDBSearchLog'
import { SpaceDatabase } from '../../../layers/indexeddb/SpaceDatabase'
import { SearchFiles } from '../../../layers/opfs/SearchFiles'
import { SpacesSearch, type SpacesSearchOptions } from '../../../layers/search/SpacesSearch'

/** Searches the spaces of this browser, from their logs in IndexedDB. For a worker. */
export class BrowserSearcher implements Searcher {
  private constructor(
    readonly files: SearchFiles,
    readonly search: SpacesSearch,
  ) {}

  /** Rejects where the browser runs no WebAssembly. */
  static async open(environment: Environment, onProgress: SpacesSearchOptions['onProgress']): Promise<BrowserSearcher> {
    const files = await SearchFiles.open((spaceId) => new IndexedDBSearchLog(spaceId), environment.timers)
    // A browser that does not say which spaces it has keeps all indexes, and can be searched.
    const spaceIds = await SpaceDatabase.spaceIds().catch(() => undefined)
    if (spaceIds) files.keepOnly(spaceIds)
    const placeOf = (spaceId: SpaceId) => files.placeOf(spaceId)
    return new BrowserSearcher(files, new SpacesSearch({ environment, textOf: documentText, placeOf, onProgress }))
  }

  async find(question: SearchQuestion): Promise<SearchAnswer> {
    await this.files.makeRoom(question.spaceIds)
    return this.search.find(question)
  }

  async index(spaceId: SpaceId): Promise<void> {
    await this.files.makeRoom([spaceId])
    await this.search.index(spaceId)
  }

  async close(): Promise<void> {
    await this.search.close()
    this.files.close()
  }
}
