import type { Budget } from './Budget'
import type { WorkloadName } from './budgetSeconds'
import { catchup } from './catchup'
import { durable } from './durable'
import { fill } from './fill'
import { latency } from './latency'
import { memory } from './memory'
import { merge } from './merge'
import { open } from './open'
import { openTree } from './openTree'
import { search } from './search'
import { stalls } from './stalls'
import { start } from './start'
import { throughput } from './throughput'
import { typing } from './typing'
import { windows } from './windows'
import { writes } from './writes'
import type { Row } from './Row'

/** Each drops rounds when its budget runs short; one that takes no budget has fixed rounds that fit into it. */
export const workloads: Readonly<Record<WorkloadName, (budget: Budget) => Promise<Row[]>>> = {
  'open-tree': openTree,
  open,
  fill,
  merge,
  writes,
  durable,
  catchup,
  latency,
  throughput,
  memory,
  start,
  typing,
  stalls,
  windows,
  search,
}
