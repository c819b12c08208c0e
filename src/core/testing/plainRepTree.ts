import { RepTree, type VertexOperation } from 'reptree'
import type { TreeOp } from '../tree/ops'

/** RepTree as its package ships it, with the timer it starts stopped. With `ops` (no texts) it authors nothing itself. */
export function plainRepTree(peerId: string, ops?: readonly TreeOp[]): RepTree {
  const tree = ops ? new RepTree(peerId, ops as readonly VertexOperation[]) : new RepTree(peerId)
  const internals = tree as unknown as { state: { dispose(): void } }
  internals.state.dispose()
  return tree
}
