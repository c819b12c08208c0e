/**
 * Seconds that each workload may take, preparation included, on a machine with two cores and nothing else to do; by the names
 * that `npm run -s bench` takes, in the order of `docs/performance.md`. Together they stay under 15 minutes.
 */
export const budgetSeconds = {
  'open-tree': 60,
  open: 20,
  fill: 45,
  merge: 100,
  writes: 60,
  durable: 30,
  catchup: 180,
  latency: 60,
  throughput: 30,
  memory: 60,
  start: 90,
  typing: 60,
  stalls: 60,
} as const

export type WorkloadName = keyof typeof budgetSeconds

export const workloadNames = Object.keys(budgetSeconds) as readonly WorkloadName[]
