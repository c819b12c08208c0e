import type { Database, RunResult, Statement } from 'better-sqlite3'

/** What a row is given as: an object, a list of its columns, or the value of its only one. */
export type RowForm = 'object' | 'raw' | 'pluck'

/**
 * A statement that is prepared when it is first used: preparing all that a space may ever need takes longer than reading what is
 * looked at when it opens.
 */
export class LateStatement<Parameters extends unknown[], Row = unknown> {
  #prepared: Statement<Parameters, Row> | undefined

  constructor(
    readonly db: Database,
    readonly sql: string,
    readonly form: RowForm = 'object',
  ) {}

  run(...parameters: Parameters): RunResult {
    return this.#now.run(...parameters)
  }

  get(...parameters: Parameters): Row | undefined {
    return this.#now.get(...parameters)
  }

  all(...parameters: Parameters): Row[] {
    return this.#now.all(...parameters)
  }

  iterate(...parameters: Parameters): IterableIterator<Row> {
    return this.#now.iterate(...parameters)
  }

  get #now(): Statement<Parameters, Row> {
    this.#prepared ??= this.#prepare()
    return this.#prepared
  }

  #prepare(): Statement<Parameters, Row> {
    const statement = this.db.prepare<Parameters, Row>(this.sql)
    if (this.form === 'object') return statement
    return this.form === 'raw' ? statement.raw() : statement.pluck()
  }
}
