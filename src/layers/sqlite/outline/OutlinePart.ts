import type { JsonValue } from 'reptree'
import { SHOWN_KEYS, type OutlineRow } from '../../../core/persistence/outline/Outline'
import type { VertexId } from '../../../core/tree/ops'
import { nodeKeyOf } from './nodeKeys'
import type { NodeRecord } from './NodeRecord'

/** Some of the rows under one parent. */
export interface OutlinePart {
  readonly rows: OutlineRow[]
  /** Where the next part begins; undefined after the last. */
  readonly next: number | undefined
}

/** About `limit` rows of a list, which come in the order of their places. */
export function partOf(records: Iterable<NodeRecord>, parentId: VertexId | null, limit: number): OutlinePart {
  const rows: OutlineRow[] = []
  let last: number | undefined
  for (const { id, childCount, writes } of records) {
    const place = nodeKeyOf(0, id)
    // Not between two at the same place.
    if (rows.length >= limit && place !== last) return { rows, next: place }
    last = place
    const properties: Record<string, JsonValue> = {}
    for (const { key, value } of writes) if (value !== undefined) properties[SHOWN_KEYS[key] ?? ''] = value
    rows.push({ id, parentId, properties, hasChildren: childCount > 0 })
  }
  return { rows, next: undefined }
}
