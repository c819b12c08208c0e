import type { Budget } from './Budget'
import type { Row } from './Row'
import { measureTrees } from './trees/measureTrees'

/** Property writes, one edit each, over 1,000 vertices: what they take on disk, and how fast they open again. */
export function writes(budget: Budget): Promise<Row[]> {
  return measureTrees(
    {
      workload: () => 'reopen after writes',
      unit: 'all',
      plans: [{ task: 'writes', size: 1_000, changes: 100_000 }],
      sizeOf: ({ changes }) => changes,
    },
    budget,
  )
}
