import type { Budget } from './Budget'

export interface Sample {
  readonly system: string
  /** Does the work once and returns how long one unit took, in ms. */
  readonly run: () => Promise<number>
}

/**
 * Runs the samples in turn, round by round, so that a drifting machine drifts for all alike. Times by system: of so many
 * rounds, or as many as the budget has room for, at least one.
 */
export async function interleave(
  samples: readonly Sample[],
  rounds: number,
  budget?: Budget,
): Promise<Map<string, number[]>> {
  const timesBySystem = new Map<string, number[]>(samples.map((sample) => [sample.system, []]))
  let lastMs = 0
  for (let round = 0; round <= rounds; round++) {
    if (round > 1 && budget?.allows(lastMs) === false) break
    const startMs = performance.now()
    for (const sample of samples) {
      const ms = await sample.run()
      // The first round warms caches and compilers.
      if (round > 0) timesBySystem.get(sample.system)?.push(ms)
    }
    lastMs = performance.now() - startMs
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
