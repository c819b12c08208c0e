/**
 * Seconds that each workload may take, preparation included, on a machine with two cores and nothing else to do; by the names
 * that `npm run -s bench` takes, in the order of `docs/performance.md`. Together they stay under 15 minutes.
 */
export const budgetSeconds = {
  'open-tree': 50,
  open: 20,
  fill: 40,
  merge: 115,
  writes: 50,
  durable: 15,
  catchup: 150,
  latency: 85,
  throughput: 45,
  memory: 60,
  start: 70,
  typing: 60,
  stalls: 60,
  windows: 38,
  search: 38,
} as const

export type WorkloadName = keyof typeof budgetSeconds

export const workloadNames = Object.keys(budgetSeconds) as readonly WorkloadName[]
