import { exponentsOf } from './exponent'
import { digits, type Row } from './Row'

/** One table per workload, a line per system, a column per size: as `docs/performance.md` shows them. */
export function markdownTables(rows: readonly Row[]): string {
  const workloads = [...new Set(rows.map(({ workload }) => workload))]
  return workloads
    .map((workload) =>
      tableOf(
        workload,
        rows.filter((row) => row.workload === workload),
      ),
    )
    .join('\n')
}

function tableOf(workload: string, rows: readonly Row[]): string {
  const sizes = [...new Set(rows.map(({ size }) => size))]
  const systems = [...new Set(rows.map(({ system }) => system))]
  const exponents = exponentsOf(rows)
  const header = [
    workload,
    ...sizes.map((size) => size.toLocaleString('en')),
    ...(exponents.size > 0 ? ['exponent'] : []),
  ]
  const lines = systems.map((system) => [
    system,
    ...sizes.map((size) => cellOf(rows.find((row) => row.size === size && row.system === system))),
    ...(exponents.size > 0 ? [exponents.get(`${workload}, ${system}`)?.toFixed(2) ?? ''] : []),
  ])
  return `${[header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}

function cellOf(row: Row | undefined): string {
  if (!row) return ''
  const ratios = [
    row.perBestPeer === null ? '' : `x${digits(row.perBestPeer)} of the best peer`,
    row.perLimit === null ? '' : `x${digits(row.perLimit)} of the limit`,
  ]
  return [costOf(row), ...ratios, row.note ?? ''].filter(Boolean).join('; ')
}

function costOf({ medianMs, medianBytes, spreadMs }: Row): string {
  if (medianBytes !== undefined) return `${digits(medianBytes / 1000)} kB`
  if (medianMs === null) return ''
  return spreadMs
    ? `${digits(medianMs)} ms (${digits(spreadMs[0])} to ${digits(spreadMs[1])})`
    : `${digits(medianMs)} ms`
}
