/** What a row is given and what it gives. */
export type SearchValue = string | number | Uint8Array | null

export interface SearchStatement<Values extends unknown[], Row> {
  /** The first row; the statement is at rest again. */
  get(...values: Values): Row | undefined
  all(...values: Values): Row[]
  run(...values: Values): unknown
}

/** An SQLite with FTS5, as much of it as an index needs: the desktop's own and the browser's are both one. Everything throws. */
export interface SearchDatabase {
  prepare<Values extends SearchValue[], Row = never>(sql: string): SearchStatement<Values, Row>
  exec(sql: string): unknown
  readonly inTransaction: boolean
  close(): unknown
}
