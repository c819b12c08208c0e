import type { Database, PreparedStatement, Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import type { SearchDatabase, SearchStatement, SearchValue } from '../search/SearchDatabase'

/** SQLite as WebAssembly, behind what the desktop's own offers: statements that are at rest again after each call. */
export class WasmDatabase implements SearchDatabase {
  constructor(
    readonly sqlite: Sqlite3Static,
    readonly db: Database,
  ) {}

  prepare<Values extends SearchValue[], Row>(sql: string): SearchStatement<Values, Row> {
    return new WasmStatement<Values, Row>(this.db.prepare(sql))
  }

  exec(sql: string): void {
    this.db.exec(sql)
  }

  get inTransaction(): boolean {
    return this.sqlite.capi.sqlite3_get_autocommit(this.db) === 0
  }

  /** Its statements end with it. */
  close(): void {
    this.db.close()
  }
}

class WasmStatement<Values extends SearchValue[], Row> implements SearchStatement<Values, Row> {
  constructor(readonly statement: PreparedStatement) {}

  get(...values: Values): Row | undefined {
    const [row] = this.#rows(values, 1)
    return row
  }

  all(...values: Values): Row[] {
    return this.#rows(values, Infinity)
  }

  run(...values: Values): void {
    this.#rows(values, Infinity)
  }

  #rows(values: Values, limit: number): Row[] {
    const { statement } = this
    const rows: Row[] = []
    try {
      if (values.length > 0) statement.bind(values)
      while (rows.length < limit && statement.step()) rows.push(statement.get({}) as Row)
    } finally {
      statement.reset()
    }
    return rows
  }
}
