import type { Position } from '../../core/persistence/PersistenceLayer'
import type { SearchTerm } from '../../core/search/SearchTerm'
import type { SearchDatabase, SearchStatement as Statement } from './SearchDatabase'

export interface FoundRow {
  readonly position: Position
  /** Lower is better. */
  readonly score: number
}

export interface FoundRows {
  /** Best first. */
  readonly rows: readonly FoundRow[]
  readonly count: number
  readonly isMore: boolean
}

/** Weighing each of more rows than this would keep a person waiting; what is found so often needs another word. */
const MAX_WEIGHED = 5000
/** A word in the title counts as much as so many in the text. */
const TITLE_WEIGHT = 10

/** Asks the word table. Cost: the rows found, up to a few thousand. */
export class FindWords {
  readonly #count: Statement<[string, number], { n: number }>
  readonly #weighed: Statement<[string, number], FoundRow>
  readonly #newest: Statement<[string, number], FoundRow>

  constructor(db: SearchDatabase) {
    this.#count = db.prepare('SELECT count(*) AS n FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)')
    this.#weighed = db.prepare(`SELECT rowid AS position, bm25(word, ${TITLE_WEIGHT}, 1) AS score
      FROM word WHERE word MATCH ? ORDER BY score LIMIT ?`)
    this.#newest = db.prepare(
      'SELECT rowid AS position, 0 AS score FROM word WHERE word MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
  }

  /** All terms must be there. The best rows; where there are too many to tell, those that have them in the title, then the newest. */
  find(terms: readonly SearchTerm[], limit: number): FoundRows {
    const match = terms.map(matchOf).join(' AND ')
    const count = this.#countOf(match)
    if (count <= MAX_WEIGHED) return { rows: this.#weighed.all(match, limit), count, isMore: false }
    const inTitle = `title : (${match})`
    const titles = this.#countOf(inTitle) > MAX_WEIGHED ? this.#newest : this.#weighed
    const rows = titles.all(inTitle, limit)
    const known = new Set(rows.map(({ position }) => position))
    const others = this.#newest.all(match, limit).filter(({ position }) => !known.has(position))
    return { rows: [...rows, ...others].slice(0, limit), count: MAX_WEIGHED, isMore: true }
  }

  #countOf(match: string): number {
    return this.#count.get(match, MAX_WEIGHED + 1)?.n ?? 0
  }
}

/** Words have letters and digits only, so between quotes nothing means anything to FTS5 but themselves. */
function matchOf({ words, isBeginning }: SearchTerm): string {
  return `"${words.join(' ')}"${isBeginning ? ' *' : ''}`
}
