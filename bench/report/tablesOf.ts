import { costOf, isGrove } from '../Row'
import { costText, digits } from './digits'
import type { Result } from './Result'

interface Column {
  readonly head: string
  readonly results: readonly Result[]
}

/**
 * The tables of one workload of the command, as lines of cells: a line per system, ours beside the best peer at the end. What
 * was measured at several sizes has a table of its own with a column per size; what was measured at one size only shares one.
 */
export function tablesOf(results: readonly Result[]): string[][][] {
  const byWorkload = groupBy(results, ({ workload }) => workload)
  const isCurve = (rows: readonly Result[]): boolean => new Set(rows.map(({ size }) => size)).size > 1
  const curves = byWorkload.filter(([, rows]) => isCurve(rows))
  const points = byWorkload.filter(([, rows]) => !isCurve(rows))
  const tables = curves.map(([workload, rows]) => {
    const columns = groupBy(rows, ({ size }) => size.toLocaleString('en'))
    return tableOf(
      `${workload}, ${rows[0]?.unit ?? ''}`,
      columns.map(([head, found]) => ({ head, results: found })),
    )
  })
  if (points.length === 0) return tables
  const columns = points.map(([workload, rows]) => ({
    head: `${workload}, ${rows[0]?.size.toLocaleString('en') ?? ''}`,
    results: rows,
  }))
  return [...tables, tableOf('', columns)]
}

function tableOf(title: string, columns: readonly Column[]): string[][] {
  const results = columns.flatMap((column) => column.results)
  const systems = groupBy(results, ({ system }) => system)
  const hasExponents = results.some(({ exponent }) => exponent !== undefined)
  const line = (head: string, system: string, cell: (row: Result) => string, exponent: string): string[] => {
    const cells = columns.map(({ results: rows }) => rows.filter((row) => row.system === system).map(cell))
    return [head, ...cells.map((found) => found.join(' ')), ...(hasExponents ? [exponent] : [])]
  }
  return [
    [title, ...columns.map(({ head }) => head), ...(hasExponents ? ['exponent'] : [])],
    ...systems.map(([system, rows]) => line(system, system, measuredText, rows[0]?.exponent?.toFixed(2) ?? '')),
    ...systems
      .filter(([, rows]) => rows.some((row) => isGrove(row) && row.perBestPeer !== null))
      .map(([system]) => line(`best peer / ${system}`, system, (row) => row.perBestPeer?.toFixed(2) ?? '', '')),
  ]
}

function measuredText(row: Result): string {
  const spread = row.spreadMs ? ` (${digits(row.spreadMs[0])} to ${digits(row.spreadMs[1])})` : ''
  const cost = Number.isNaN(costOf(row)) ? '' : `${costText(row)}${spread}`
  return [cost, row.note ?? ''].filter(Boolean).join('; ')
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups]
}
