import type { Budget } from './Budget'
import type { Row } from './Row'
import { measureTrees } from './trees/measureTrees'
import type { TreePlan } from './trees/TreeTask'

const PLANS: readonly TreePlan[] = [
  { task: 'merge', size: 20_000, changes: 10_000 },
  ...[1_000, 10_000, 100_000].map((changes) => ({ task: 'merge' as const, size: 100_000, changes })),
]

/** Moves that two replicas made at the same time meet on one of them. */
export function merge(budget: Budget): Promise<Row[]> {
  return measureTrees(
    {
      workload: ({ size }) => `merge moves into ${size.toLocaleString('en')}`,
      unit: 'all moves',
      plans: PLANS,
      // A change of ten thousand of its objects takes it many seconds, and it has nothing to move with.
      without: ['automerge'],
      sizeOf: ({ changes }) => changes,
    },
    budget,
  )
}
