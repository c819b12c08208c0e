import type { Row } from '../Row'

/** Three digits that count, without an exponent. */
export function digits(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}

/** `12.0 ms` or `0.640 kB`; `-`: none was measured. */
export function costText({ medianMs, medianBytes }: Pick<Row, 'medianMs' | 'medianBytes'>): string {
  if (medianBytes !== undefined) return `${digits(medianBytes / 1000)} kB`
  return medianMs === null ? '-' : `${digits(medianMs)} ms`
}
