import { costOf, type Row } from '../Row'

/** The slope of cost over size when both are drawn in logarithms: 1 for a cost that grows as the size does, 0 for one that does not. */
export function fitExponent(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const)
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))]
  const covariance = mean(logs.map(([x, y]) => (x - meanX) * (y - meanY)))
  return covariance / mean(logs.map(([x]) => (x - meanX) ** 2))
}

/** By `workload, system`, of those whose cost was measured at three sizes or more. */
export function exponentsOf(rows: readonly Row[]): Map<string, number> {
  const pointsByCurve = new Map<string, [size: number, cost: number][]>()
  for (const row of rows) {
    const [curve, cost] = [`${row.workload}, ${row.system}`, costOf(row)]
    // Memory that was free already can come out as less than none.
    if (!(cost > 0)) continue
    pointsByCurve.set(curve, [...(pointsByCurve.get(curve) ?? []), [row.size, cost]])
  }
  const curves = [...pointsByCurve].filter(([, points]) => new Set(points.map(([size]) => size)).size >= 3)
  return new Map(curves.map(([curve, points]) => [curve, fitExponent(points)]))
}
