export { table, type Row } from './Row'

export interface Sample {
  readonly system: string
  /** Does the work once and returns how long one unit took, in ms. */
  readonly run: () => Promise<number>
}

/** Runs the samples in turn, round by round, so that a drifting machine drifts for all alike. Times by system. */
export async function interleave(samples: readonly Sample[], rounds: number): Promise<Map<string, number[]>> {
  const timesBySystem = new Map<string, number[]>(samples.map((sample) => [sample.system, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const sample of samples) {
      const ms = await sample.run()
      // The first round warms caches and compilers.
      if (round > 0) timesBySystem.get(sample.system)?.push(ms)
    }
  }
  return timesBySystem
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The lowest and the highest. */
export function spread(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)]
}

export async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** What is going on, for whoever waits. */
export function progress(text: string): void {
  console.error(`  ${text}`)
}
