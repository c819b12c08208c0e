/** One line of a result: what was done, how much of it, by whom, and how it compares. */
export interface Row {
  readonly workload: string
  readonly size: number
  readonly system: string
  /** Of one unit of work. */
  readonly medianMs: number
  readonly unit: string
  /** This system's speed over the best peer's in the same run; null for peers and where there is none. */
  readonly perBestPeer: number | null
  /** This system's speed over what the machine itself can do in the same run. */
  readonly perLimit: number | null
}

export interface Sample {
  readonly system: string
  /** Does the work once and returns how long one unit took, in ms. */
  readonly run: () => Promise<number>
}

/** Runs the samples in turn, round by round, so that a drifting machine drifts for all alike. Medians by system. */
export async function interleave(samples: readonly Sample[], rounds: number): Promise<Map<string, number>> {
  const timesBySystem = new Map<string, number[]>(samples.map((sample) => [sample.system, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const sample of samples) {
      const ms = await sample.run()
      // The first round warms caches and compilers.
      if (round > 0) timesBySystem.get(sample.system)?.push(ms)
    }
  }
  return new Map([...timesBySystem].map(([system, times]) => [system, median(times)]))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export function table(rows: readonly Row[]): string {
  const cells = [
    ['workload', 'size', 'system', 'median', 'unit', 'per best peer', 'per limit'],
    ...rows.map((row) => [
      row.workload,
      row.size.toLocaleString('en'),
      row.system,
      `${row.medianMs.toPrecision(3)} ms`,
      row.unit,
      row.perBestPeer === null ? '' : row.perBestPeer.toFixed(2),
      row.perLimit === null ? '' : row.perLimit.toFixed(2),
    ]),
  ]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? []
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
