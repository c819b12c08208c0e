import { exponentsOf } from './exponent'
import type { WorkloadName } from '../budgetSeconds'
import type { Row } from '../Row'

/** A row as a run keeps it. */
export interface Result extends Row {
  /** The name by which the command knows the workload. */
  readonly bench: WorkloadName
  /** When it was measured: `2026-11-23`. */
  readonly date: string
  /** Of a cost that was measured at three sizes or more: it grows as the size to this power. */
  readonly exponent?: number
}

export function resultsOf(bench: WorkloadName, date: string, rows: readonly Row[]): Result[] {
  const exponents = exponentsOf(rows)
  return rows.map((row) => {
    const exponent = exponents.get(`${row.workload}, ${row.system}`)
    return { bench, date, ...row, ...(exponent === undefined ? {} : { exponent }) }
  })
}

/** One line for each curve. */
export function exponentLines(results: readonly Result[]): string[] {
  const lines = results.flatMap(({ workload, system, unit, exponent }) =>
    exponent === undefined ? [] : [`${workload}, ${system}, ${unit}: grows as size^${exponent.toFixed(2)}`],
  )
  return [...new Set(lines)]
}
