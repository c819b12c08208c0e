import uFuzzy from '@leeoniya/ufuzzy'
import { untrack } from 'svelte'
import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'
import { SlicedWork } from '../../state/SlicedWork'
import type { Workspace } from '../../state/Workspace.svelte'

const SHOWN = 50
/** Ranking looks at each hit closely; beyond this many, a longer query is the better answer. */
const RANKED = 2000
/** Names looked through at once: a millisecond, on a slow machine. */
const AT_ONCE = 1000
/** Words of which any order is tried. */
const WORDS = 3

type TextOf = (row: CatalogRow) => string
/** Yields wherever it can be left until later. */
type Finding = Generator<void, readonly CatalogRow[]>

export interface Found {
  /** What it answers. */
  readonly query: string
  /** At most 50, best first. */
  readonly rows: readonly CatalogRow[]
  /** False where entries were still to be read: there may be more. */
  readonly isAll: boolean
}

/**
 * Finds entries by name, fuzzily: words in any order, letters in order with up to three others between. What was open
 * lately comes first where nothing is typed, and is preferred where names match alike; then come pages and folders, then
 * files. All names are looked through a slice at a time; until that is done the answer before stays. To be made with the
 * component that shows it.
 */
export class EntrySearch {
  /** What is looked for. */
  query: string
  found: Found = $state.raw({ query: '', rows: [], isAll: false })
  readonly #fuzzy = new uFuzzy({ intraIns: 3 })
  readonly #workspace: Workspace
  readonly #recent: ReadonlySet<string>
  readonly #finding: SlicedWork

  /** `query`: what it begins with. */
  constructor(workspace: Workspace, recentIds: readonly string[], query = '') {
    this.query = $state(query)
    this.#workspace = workspace
    this.#recent = new Set(recentIds)
    this.#finding = new SlicedWork(workspace.openSpace.environment.timers)
    // The same is looked for again when entries have changed.
    $effect.pre(() => {
      this.catalog?.rows()
      untrack(() => this.ask(this.query))
      return () => this.#finding.stop()
    })
  }

  /** Undefined until the space is live. */
  get catalog(): EntryCatalog | undefined {
    return this.#workspace.catalog
  }

  /** Instead of what was asked before. Cost: one pass over all names, in slices. */
  ask(query: string): void {
    this.query = query
    const { catalog } = this
    if (!catalog) return
    const isAll = catalog.isComplete
    const answer = (found: readonly CatalogRow[]): void => {
      // The catalogue may be a moment behind: what was trashed just now is not offered.
      this.found = { query, rows: found.slice(0, SHOWN).flatMap((row) => catalog.row(row.id) ?? []), isAll }
    }
    this.#finding.stop()
    if (query.trim() === '') answer(this.#latest(catalog))
    else this.#finding.begin(this.#matching(catalog, query), answer)
  }

  /** Makes `found` the answer to what was asked last, now: somebody picks from it. */
  settle(): void {
    this.#finding.finish()
  }

  *#matching(catalog: EntryCatalog, query: string): Finding {
    const rows = catalog.rows()
    const name: TextOf = (row) => row.name
    const named = yield* this.#holding(rows, name, query)
    if (named.length > 0) return yield* this.#preferRecent(this.#ranked(named, name, query), query)
    // Nobody is called so: perhaps the folder is.
    const place: TextOf = (row) => `${catalog.path(row.id)} / ${row.name}`
    return this.#ranked(yield* this.#holding(rows, place, query), place, query)
  }

  *#holding(rows: readonly CatalogRow[], textOf: TextOf, query: string): Finding {
    const found: CatalogRow[] = []
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      const part = rows.slice(start, start + AT_ONCE)
      const [indexes] = this.#fuzzy.search(part.map(textOf), query, WORDS, 0)
      for (const index of indexes ?? []) found.push(...part.slice(index, index + 1))
      yield
    }
    return found
  }

  #ranked(rows: readonly CatalogRow[], textOf: TextOf, query: string): readonly CatalogRow[] {
    if (rows.length === 0 || rows.length > RANKED) return rows
    const [, info, order] = this.#fuzzy.search(rows.map(textOf), query, WORDS, RANKED)
    if (!info) return rows
    return order.flatMap((at) => rows[info.idx[at] ?? -1] ?? [])
  }

  *#preferRecent(hits: readonly CatalogRow[], query: string): Finding {
    const wanted = query.trim().toLocaleLowerCase()
    const rank = (row: CatalogRow): number => {
      const match = row.key === wanted ? 0 : row.key.startsWith(wanted) ? 1 : row.key.includes(wanted) ? 2 : 3
      // A folder of pictures would fill the list before the first page of that name. Looser matches keep their order.
      const attached = match < 2 && row.kind === 'file' ? 1 : 0
      return match * 4 + (this.#recent.has(row.id) ? 0 : 2) + attached
    }
    const rowsByRank: CatalogRow[][] = []
    for (const [index, row] of hits.entries()) {
      const rows = (rowsByRank[rank(row)] ??= [])
      // No more are shown, and a letter or two may be in every name.
      if (rows.length < SHOWN) rows.push(row)
      if (index % AT_ONCE === 0) yield
    }
    return rowsByRank.flat()
  }

  #latest(catalog: EntryCatalog): CatalogRow[] {
    const recent = [...this.#recent].flatMap((id) => catalog.row(id) ?? [])
    const first = catalog.rows().slice(0, SHOWN)
    return [...recent, ...first.filter((row) => !this.#recent.has(row.id))]
  }
}
