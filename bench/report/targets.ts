import type { WorkloadName } from '../budgetSeconds'

/** What is asked of the result of a workload. */
export type Goal =
  /** The best peer's cost (or that of one peer, by how its name begins) is so many times ours, or more. */
  | { readonly kind: 'ahead'; readonly times: number; readonly of?: string }
  | { readonly kind: 'atMostMs'; readonly ms: number }
  /** What the machine itself can do costs so many times what ours does, or more. */
  | { readonly kind: 'limit'; readonly times: number }
  | { readonly kind: 'exponent'; readonly atMost: number }

export interface Target {
  /** Letters as `docs/performance.md` gives them. */
  readonly part: string
  /** The workload's name in the command. */
  readonly bench: WorkloadName
  /** Absent: each of the rows that the command's workload has. */
  readonly workload?: string
  /** Absent: the size at which ours does worst. */
  readonly size?: number
  /** How the name of ours begins; absent: any of ours. */
  readonly system?: string
  readonly goal: Goal
}

const ahead = { kind: 'ahead', times: 1 } as const
const twiceAhead = { kind: 'ahead', times: 2 } as const
/** The slope of n log n between a thousand and a hundred thousand. */
const N_LOG_N = 1.11
const sealed = 'Grove, encrypted'

/** What Grove is held to. */
export const targets: readonly Target[] = [
  { part: 'a', bench: 'open-tree', workload: 'open a tree', size: 100_000, goal: twiceAhead },
  { part: 'a', bench: 'open-tree', workload: 'open a tree', goal: ahead },
  {
    part: 'a',
    bench: 'open-tree',
    workload: 'open a tree',
    size: 100_000,
    goal: { kind: 'exponent', atMost: N_LOG_N },
  },
  { part: 'a', bench: 'open', workload: 'first screen and one page', goal: { kind: 'atMostMs', ms: 20 } },
  { part: 'b', bench: 'fill', workload: 'fill', size: 20_000, goal: ahead },
  { part: 'b', bench: 'fill', workload: 'fill', goal: ahead },
  { part: 'c', bench: 'merge', workload: 'merge moves into 20,000', goal: ahead },
  { part: 'c', bench: 'merge', workload: 'merge moves into 20,000', goal: { kind: 'ahead', of: 'Loro', times: 3 } },
  { part: 'c', bench: 'merge', workload: 'merge moves into 100,000', goal: ahead },
  {
    part: 'c',
    bench: 'merge',
    workload: 'merge moves into 100,000',
    size: 100_000,
    goal: { kind: 'exponent', atMost: N_LOG_N },
  },
  {
    part: 'd',
    bench: 'writes',
    workload: 'reopen after writes, on disk',
    system: 'Grove, compacted',
    goal: { kind: 'ahead', of: 'Loro', times: 0.5 },
  },
  { part: 'd', bench: 'writes', workload: 'reopen after writes', goal: { kind: 'atMostMs', ms: 50 } },
  { part: 'd', bench: 'writes', workload: 'reopen after writes', goal: ahead },
  { part: 'e', bench: 'durable', workload: 'durable', size: 1, goal: { kind: 'limit', times: 0.95 } },
  { part: 'e', bench: 'durable', workload: 'durable', size: 100, goal: { kind: 'limit', times: 40 } },
  { part: 'f', bench: 'catchup', workload: 'through', size: 100_000, system: sealed, goal: twiceAhead },
  { part: 'f', bench: 'catchup', workload: 'through', system: sealed, goal: ahead },
  { part: 'f', bench: 'catchup', workload: 'catchup', system: sealed, goal: ahead },
  { part: 'g', bench: 'latency', workload: 'latency p50', system: sealed, goal: { kind: 'atMostMs', ms: 1 } },
  { part: 'g', bench: 'latency', workload: 'latency p50', system: sealed, goal: ahead },
  { part: 'g', bench: 'latency', workload: 'latency p99', system: sealed, goal: { kind: 'atMostMs', ms: 5 } },
  { part: 'g', bench: 'latency', workload: 'latency p99', system: sealed, goal: ahead },
  // 15,000 edits a second.
  { part: 'g', bench: 'throughput', workload: 'throughput', system: sealed, goal: { kind: 'atMostMs', ms: 1 / 15 } },
  { part: 'g', bench: 'throughput', workload: 'throughput', system: sealed, goal: ahead },
  { part: 'h', bench: 'memory', goal: ahead },
  { part: 'i', bench: 'start', workload: 'start of the app', goal: { kind: 'atMostMs', ms: 2000 } },
  { part: 'j', bench: 'typing', workload: 'typing p50', size: 0, goal: { kind: 'atMostMs', ms: 50 } },
  { part: 'j', bench: 'typing', workload: 'typing p50', size: 0, goal: ahead },
  { part: 'j', bench: 'typing', workload: 'typing p50', size: 500, goal: { kind: 'atMostMs', ms: 50 } },
  { part: 'j', bench: 'typing', workload: 'typing p50', size: 500, goal: ahead },
  { part: 'search', bench: 'search', workload: 'search p95', goal: { kind: 'atMostMs', ms: 100 } },
  { part: 'main', bench: 'stalls', goal: { kind: 'atMostMs', ms: 50 } },
  { part: 'window', bench: 'windows', goal: { kind: 'atMostMs', ms: 50 } },
]
