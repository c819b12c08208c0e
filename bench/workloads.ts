import type { Budget } from './Budget'
import { catchup } from './catchup'
import { durable } from './durable'
import { fill } from './fill'
import { latency } from './latency'
import { memory } from './memory'
import { merge } from './merge'
import { open } from './open'
import { openTree } from './openTree'
import { stalls } from './stalls'
import { start } from './start'
import { throughput } from './throughput'
import { typing } from './typing'
import { writes } from './writes'
import type { Row } from './Row'

export interface Workload {
  /** Drops rounds when the budget runs short; a function that takes no budget has fixed rounds that fit into it. */
  readonly run: (budget: Budget) => Promise<Row[]>
  /** All of it, preparation included, on a machine with two cores and nothing else to do. Together they stay under 15 minutes. */
  readonly budgetSeconds: number
}

/** By the name that `npm run -s bench` takes, in the order of `docs/performance.md`. */
export const workloads: Readonly<Record<string, Workload>> = {
  'open-tree': { run: openTree, budgetSeconds: 60 },
  open: { run: open, budgetSeconds: 15 },
  fill: { run: fill, budgetSeconds: 45 },
  merge: { run: merge, budgetSeconds: 100 },
  writes: { run: writes, budgetSeconds: 60 },
  durable: { run: durable, budgetSeconds: 30 },
  catchup: { run: catchup, budgetSeconds: 180 },
  latency: { run: latency, budgetSeconds: 60 },
  throughput: { run: throughput, budgetSeconds: 30 },
  memory: { run: memory, budgetSeconds: 60 },
  start: { run: start, budgetSeconds: 90 },
  typing: { run: typing, budgetSeconds: 60 },
  stalls: { run: stalls, budgetSeconds: 60 },
}
