import uFuzzy from '@leeoniya/ufuzzy'
import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'

const SHOWN = 50
/** Ranking looks at each hit closely; beyond this many, a longer query is the better answer. */
const RANKED = 2000

/**
 * Finds entries by name, fuzzily: words in any order, letters in order with up to three others between. What was open
 * lately comes first where nothing is typed, and is preferred where names match alike.
 */
export class EntrySearch {
  readonly #fuzzy = new uFuzzy({ intraIns: 3 })
  readonly #rows: readonly CatalogRow[]
  readonly #names: string[]
  readonly #recent: ReadonlyMap<string, number>

  constructor(catalog: EntryCatalog, recentIds: readonly string[]) {
    this.#rows = catalog.rows()
    this.#names = this.#rows.map((row) => row.name)
    this.#recent = new Map(recentIds.map((id, index) => [id, index]))
  }

  /** At most 50 entries, best first. Cost: one pass over all names. */
  find(query: string): CatalogRow[] {
    if (query.trim() === '') return this.#latest()
    const hits = this.#ranked(this.#names, query)
    if (hits.length > 0) return this.#preferRecent(hits, query).slice(0, SHOWN)
    // Nobody is called so: perhaps the folder is.
    const places = this.#rows.map((row) => `${row.path} / ${row.name}`)
    return this.#ranked(places, query).slice(0, SHOWN)
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
      const name = row.name.toLocaleLowerCase()
      const match = name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2
      return match * 2 + (this.#recent.has(row.id) ? 0 : 1)
    }
    return hits
      .map((row) => ({ row, rank: rank(row) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ row }) => row)
  }

  #latest(): CatalogRow[] {
    const last = this.#recent.size
    const at = (row: CatalogRow): number => this.#recent.get(row.id) ?? last
    const recent = this.#rows.filter((row) => this.#recent.has(row.id)).sort((a, b) => at(a) - at(b))
    const others = this.#rows.slice(0, SHOWN).filter((row) => !this.#recent.has(row.id))
    return [...recent, ...others].slice(0, SHOWN)
  }
}
