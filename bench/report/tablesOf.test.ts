import { describe, expect, it } from 'vitest'
import { markdownTable } from './markdownTable'
import { resultsOf } from './Result'
import { tablesOf } from './tablesOf'
import type { Row } from '../Row'

function row(workload: string, size: number, system: string, medianMs: number | null, more: Partial<Row> = {}): Row {
  return { workload, size, system, medianMs, unit: 'all', perBestPeer: null, perLimit: null, ...more }
}

function written(rows: readonly Row[]): string[] {
  return tablesOf(resultsOf('fill', '2026-11-23', rows)).map(markdownTable)
}

describe('the tables of a document', () => {
  it('have a line per system and a column per size, ours beside the best peer at the end', () => {
    const rows = [
      row('fill', 10, 'Grove', 10, { perBestPeer: 2, spreadMs: [9, 12] }),
      row('fill', 10, 'Yjs', 20),
      row('fill', 100, 'Grove', 100, { perBestPeer: 4 }),
      row('fill', 100, 'Yjs', 400),
      row('fill', 1000, 'Grove', 1000),
      row('fill', 1000, 'Yjs', null, { note: 'not through in 20 s' }),
    ]
    expect(written(rows)).toEqual([
      [
        '| fill, all | 10 | 100 | 1,000 | exponent |',
        '| --- | --- | --- | --- | --- |',
        '| Grove | 10.0 ms (9.00 to 12.0) | 100 ms | 1,000 ms | 1.00 |',
        '| Yjs | 20.0 ms | 400 ms | not through in 20 s |  |',
        '| best peer / Grove | 2.00 | 4.00 |  |  |',
      ].join('\n'),
    ])
  })

  it('put what has one size each into one table', () => {
    const rows = [
      row('p50', 600, 'Grove', 1),
      row('p50', 600, 'Yjs', 2),
      row('p99', 600, 'Grove', 3),
      row('on disk', 600, 'Yjs', null, { medianBytes: 987_000 }),
    ]
    expect(written(rows)).toEqual([
      [
        '|  | p50, 600 | p99, 600 | on disk, 600 |',
        '| --- | --- | --- | --- |',
        '| Grove | 1.00 ms | 3.00 ms |  |',
        '| Yjs | 2.00 ms |  | 987 kB |',
      ].join('\n'),
    ])
  })
})
