import type { VertexId } from '../../../core/tree/ops'
import type { KindedValue } from './valueColumns'

/** A vertex as the node table keeps it, in the list of what has the same parent. */
export interface NodeRecord {
  readonly id: VertexId
  /** The number of the list of its own children; 0 until it has had any. */
  list: number
  childCount: number
  /** The last write of each property that lists show, removals included. */
  readonly writes: NodeWrite[]
}

export interface NodeWrite extends KindedValue {
  /** Its place in `SHOWN_KEYS`. */
  readonly key: number
  readonly counter: number
  /** The author's number. */
  readonly peer: number
}
