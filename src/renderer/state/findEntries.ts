import uFuzzy from '@leeoniya/ufuzzy'
import type { CatalogRow, EntryCatalog } from './EntryCatalog'

/** As many as somebody looks through. */
const SHOWN = 50
/** Ranking looks at each hit closely; beyond this many, a longer query is the better answer. */
const RANKED = 2000
/** Names looked through at once: a millisecond, on a slow machine. */
const AT_ONCE = 1000
/** Words of which any order is tried. */
const WORDS = 3

const fuzzy = new uFuzzy({ intraIns: 3 })

type TextOf = (row: CatalogRow) => string
/** Yields wherever it can be left until later. */
type Finding = Generator<void, readonly CatalogRow[]>

export interface EntryQuestion {
  readonly catalog: EntryCatalog
  readonly recent: ReadonlySet<string>
  readonly query: string
  /** Which of all entries are looked for. */
  readonly accepts: (row: CatalogRow) => boolean
}

/**
 * Entries by name, fuzzily, at most 50, best first: words in any order, letters in order with up to three others between. What was
 * open lately comes first where nothing is typed, and is preferred where names match alike; then come pages and folders, then
 * files. Where nobody is called so, what lies in a place of that name. Yields after each millisecond of looking.
 */
export function* findEntries(question: EntryQuestion): Finding {
  const found = question.query.trim() === '' ? latest(question) : yield* matching(question)
  // The catalogue may be a moment behind: what was trashed just now is not offered.
  return found.slice(0, SHOWN).flatMap((row) => question.catalog.row(row.id) ?? [])
}

function* matching(question: EntryQuestion): Finding {
  const { catalog, query } = question
  const name: TextOf = (row) => row.name
  const named = yield* holding(question, name)
  if (named.length > 0) return yield* preferRecent(ranked(named, name, query), question)
  // Nobody is called so: perhaps the folder is.
  const place: TextOf = (row) => `${catalog.path(row.id)} / ${row.name}`
  return ranked(yield* holding(question, place), place, query)
}

function* holding({ catalog, query, accepts }: EntryQuestion, textOf: TextOf): Finding {
  const rows = catalog.rows()
  const found: CatalogRow[] = []
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const part = rows.slice(start, start + AT_ONCE).filter(accepts)
    const [indexes] = fuzzy.search(part.map(textOf), query, WORDS, 0)
    for (const index of indexes ?? []) found.push(...part.slice(index, index + 1))
    yield
  }
  return found
}

function ranked(rows: readonly CatalogRow[], textOf: TextOf, query: string): readonly CatalogRow[] {
  if (rows.length === 0 || rows.length > RANKED) return rows
  const [, info, order] = fuzzy.search(rows.map(textOf), query, WORDS, RANKED)
  if (!info) return rows
  return order.flatMap((at) => rows[info.idx[at] ?? -1] ?? [])
}

function* preferRecent(hits: readonly CatalogRow[], { query, recent }: EntryQuestion): Finding {
  const wanted = query.trim().toLocaleLowerCase()
  const rank = (row: CatalogRow): number => {
    const match = row.key === wanted ? 0 : row.key.startsWith(wanted) ? 1 : row.key.includes(wanted) ? 2 : 3
    // A folder of pictures would fill the list before the first page of that name. Looser matches keep their order.
    const attached = match < 2 && row.kind === 'file' ? 1 : 0
    return match * 4 + (recent.has(row.id) ? 0 : 2) + attached
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

function latest({ catalog, recent, accepts }: EntryQuestion): CatalogRow[] {
  const opened = [...recent].flatMap((id) => catalog.row(id) ?? []).filter(accepts)
  const others: CatalogRow[] = []
  for (const row of catalog.rows()) {
    if (others.length >= SHOWN) break
    if (accepts(row) && !recent.has(row.id)) others.push(row)
  }
  return [...opened, ...others]
}
