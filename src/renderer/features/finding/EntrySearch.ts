import uFuzzy from '@leeoniya/ufuzzy'
import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'

const SHOWN = 50
/** Ranking looks at each hit closely; beyond this many, a longer query is the better answer. */
const RANKED = 2000

/**
 * Finds entries by name, fuzzily: words in any order, letters in order with up to three others between. What was open
 * lately comes first where nothing is typed, and is preferred where names match alike; then come pages and folders, then files.
 */
export class EntrySearch {
  readonly #fuzzy = new uFuzzy({ intraIns: 3 })
  readonly #catalog: EntryCatalog
  readonly #rows: readonly CatalogRow[]
  readonly #names: string[]
  readonly #recent: ReadonlySet<string>
  #places: string[] | undefined

  constructor(catalog: EntryCatalog, recentIds: readonly string[]) {
    this.#catalog = catalog
    this.#rows = catalog.rows()
    this.#names = this.#rows.map((row) => row.name)
    this.#recent = new Set(recentIds)
  }

  /** At most 50 entries, best first. Cost: one pass over all names. */
  find(query: string): CatalogRow[] {
    const found = query.trim() === '' ? this.#latest() : this.#matching(query)
    // The catalogue may be a moment behind: what was trashed just now is not offered.
    return found.slice(0, SHOWN).flatMap((row) => this.#catalog.row(row.id) ?? [])
  }

  #matching(query: string): CatalogRow[] {
    const hits = this.#ranked(this.#names, query)
    if (hits.length > 0) return this.#preferRecent(hits, query)
    // Nobody is called so: perhaps the folder is.
    this.#places ??= this.#rows.map((row) => `${this.#catalog.path(row.id)} / ${row.name}`)
    return this.#ranked(this.#places, query)
  }

  #ranked(haystack: string[], query: string): CatalogRow[] {
    const [indexes, info, order] = this.#fuzzy.search(haystack, query, 3, RANKED)
    if (!indexes) return []
    const sorted = info ? order.map((at) => info.idx[at]) : indexes
    return sorted.flatMap((index) => (index === undefined ? [] : (this.#rows[index] ?? [])))
  }

  #preferRecent(hits: readonly CatalogRow[], query: string): CatalogRow[] {
    const wanted = query.trim().toLocaleLowerCase()
    const rank = (row: CatalogRow): number => {
      const match = row.key === wanted ? 0 : row.key.startsWith(wanted) ? 1 : row.key.includes(wanted) ? 2 : 3
      // A folder of pictures would fill the list before the first page of that name. Looser matches keep their order.
      const attached = match < 2 && row.kind === 'file' ? 1 : 0
      return match * 4 + (this.#recent.has(row.id) ? 0 : 2) + attached
    }
    const rowsByRank: CatalogRow[][] = []
    for (const row of hits) {
      const rows = (rowsByRank[rank(row)] ??= [])
      // No more are shown, and a letter or two may be in every name.
      if (rows.length < SHOWN) rows.push(row)
    }
    return rowsByRank.flat()
  }

  #latest(): CatalogRow[] {
    const recent = [...this.#recent].flatMap((id) => this.#catalog.row(id) ?? [])
    return [...recent, ...this.#rows.slice(0, SHOWN).filter((row) => !this.#recent.has(row.id))]
  }
}
