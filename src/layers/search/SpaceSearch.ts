import type { SearchHit, SearchProgress } from '../../core/search/SearchIndex'
import { makeSnippet } from '../../core/search/makeSnippet'
import { markTerms } from '../../core/search/MarkedText'
import type { SearchTerm } from '../../core/search/SearchTerm'
import type { VertexId } from '../../core/tree/ops'
import { FindWords, type FoundRow } from './FindWords'
import { openSearchTables } from './openSearchTables'
import { OtherLog, SearchIndexer, type IndexerParts } from './SearchIndexer'
import type { SearchLog } from './SearchLog'
import type { SearchPlace } from './SearchPlace'
import type { SearchTables } from './SearchTables'

export interface SpaceSearchOptions extends Pick<IndexerParts, 'spaceId' | 'environment' | 'textOf'> {
  readonly place: SearchPlace
}

/** A hit and how good it is among those of its space: lower is better. */
export interface RankedHit {
  readonly score: number
  readonly hit: SearchHit
}

export interface FoundInSpace {
  readonly hits: readonly RankedHit[]
  readonly count: number
  readonly isMore: boolean
}

interface Opened {
  readonly tables: SearchTables
  readonly words: FindWords
  readonly indexer: SearchIndexer
}

/** Deeper than people nest, and an end for what should not be. */
const MAX_DEPTH = 100

/** The search index of one space, made anew whenever it is not of use. */
export class SpaceSearch {
  readonly #options: SpaceSearchOptions
  readonly #log: SearchLog
  #opened: Opened
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false

  /** Throws an error of SQLite, or AppError, when one of the files cannot be used. */
  constructor(options: SpaceSearchOptions) {
    this.#options = options
    this.#log = options.place.openLog()
    try {
      this.#opened = this.#open()
    } catch (error) {
      this.#log.close()
      throw error
    }
  }

  /** Finds out what was written since the last look. Rejects when the disk does not do its part. */
  look(): Promise<boolean> {
    return this.#inTurn(() => this.#opened.indexer.look())
  }

  /** Reads a few of the documents that changed, the newest first; false when there are none. */
  readSome(): Promise<boolean> {
    return this.#inTurn(() => this.#opened.indexer.readSome())
  }

  /** What was done stays done, whatever happens to this process. */
  commit(): void {
    if (!this.#isClosed) this.#opened.indexer.commit()
  }

  /** Null when everything that was looked at can be found. */
  progress(): SearchProgress | null {
    const { tables } = this.#opened
    const due = tables.dueCount()
    if (due === 0) return null
    const total = tables.documentCount()
    return { done: Math.max(0, total - due), total }
  }

  /** `terms`: at least one. */
  find(terms: readonly SearchTerm[], limit: number): FoundInSpace {
    try {
      const { rows, count, isMore } = this.#opened.words.find(terms, limit)
      return { hits: rows.flatMap((row) => this.#hit(row, terms) ?? []), count, isMore }
    } catch (error) {
      if (!this.#options.place.isDamage(error)) throw error
      this.#renew()
      return { hits: [], count: 0, isMore: false }
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#turn.catch(() => undefined)
    this.#opened.indexer.commit()
    this.#opened.tables.db.close()
    this.#log.close()
  }

  #hit({ position, score }: FoundRow, terms: readonly SearchTerm[]): RankedHit | undefined {
    const { tables } = this.#opened
    const document = tables.document(position)
    const entry = document && tables.entryOfTree(document.treeId)
    // Put into the trash a moment ago.
    if (!document || !entry) return undefined
    const { marked, passage } = makeSnippet(document.text, terms)
    const hit: SearchHit = {
      spaceId: this.#options.spaceId,
      entryId: entry.id,
      treeId: document.treeId,
      appId: entry.appId ?? '',
      icon: entry.icon,
      title: markTerms(entry.name, terms),
      path: this.#path(entry.parentId),
      snippet: marked,
      passage,
    }
    return { score, hit }
  }

  #path(parentId: VertexId): string {
    const names: string[] = []
    let entry = this.#opened.tables.entry(parentId)
    for (let depth = 0; entry && depth < MAX_DEPTH; depth++) {
      names.unshift(entry.name)
      entry = this.#opened.tables.entry(entry.parentId)
    }
    return names.join(' / ')
  }

  /** One after the other: steps pause, and what one of them reads no other may change meanwhile. */
  #inTurn(work: () => Promise<boolean>): Promise<boolean> {
    const turn = this.#turn.catch(() => undefined).then(() => (this.#isClosed ? false : this.#renewing(work)))
    this.#turn = turn
    return turn
  }

  async #renewing(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work()
    } catch (error) {
      const { db } = this.#opened.tables
      if (db.inTransaction) db.exec('ROLLBACK')
      if (!(error instanceof OtherLog) && !this.#options.place.isDamage(error)) throw error
      this.#renew()
      return work()
    }
  }

  #renew(): void {
    this.#opened.tables.db.close()
    this.#options.place.discardIndex()
    this.#opened = this.#open()
  }

  #open(): Opened {
    const { place, ...parts } = this.#options
    const tables = openSearchTables(place)
    return {
      tables,
      words: new FindWords(tables.db),
      indexer: new SearchIndexer({ ...parts, log: this.#log, tables }),
    }
  }
}
