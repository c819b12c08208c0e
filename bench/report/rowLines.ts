import { costText, digits } from './digits'
import type { Row } from '../Row'

/** Every row with all that is known of it. */
export function rowLines(rows: readonly Row[]): string[][] {
  return [
    ['workload', 'size', 'system', 'median', 'from - to', 'rounds', 'unit', 'per best peer', 'per limit', ''],
    ...rows.map((row) => [
      row.workload,
      row.size.toLocaleString('en'),
      row.system,
      costText(row),
      row.spreadMs ? `${digits(row.spreadMs[0])} - ${digits(row.spreadMs[1])}` : '',
      row.rounds === undefined ? '' : String(row.rounds),
      row.unit,
      row.perBestPeer === null ? '' : row.perBestPeer.toFixed(2),
      row.perLimit === null ? '' : row.perLimit.toFixed(2),
      row.note ?? '',
    ]),
  ]
}
