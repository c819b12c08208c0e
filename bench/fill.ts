import type { Budget } from './Budget'
import type { Row } from './Row'
import { measureTrees } from './trees/measureTrees'

/** One parent gets all its children in one transaction, and they are read back. */
export function fill(budget: Budget): Promise<Row[]> {
  return measureTrees(
    {
      workload: () => 'fill',
      unit: 'all',
      plans: [10_000, 20_000, 50_000].map((size) => ({ task: 'fill', size, changes: 0 })),
      // A change of ten thousand of its objects takes it many seconds, and it has nothing to move with.
      without: ['automerge'],
      sizeOf: ({ size }) => size,
    },
    budget,
  )
}
