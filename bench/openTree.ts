import type { Budget } from './Budget'
import type { Row } from './Row'
import { measureTrees } from './trees/measureTrees'

/** A tree on disk, closed, until it can be read; three ops for each of its vertices. */
export function openTree(budget: Budget): Promise<Row[]> {
  return measureTrees(
    {
      workload: () => 'open a tree',
      unit: 'all',
      plans: [10_000, 30_000, 100_000].map((size) => ({ task: 'open', size, changes: 0 })),
      // Half a minute to make the largest tree, five seconds to open it.
      without: ['automerge'],
      sizeOf: ({ size }) => size,
    },
    budget,
  )
}
