import type { VertexId } from './ops'
import type { VertexRecord } from './VertexRecord'

/** Property that places a vertex among its siblings: a fractional index (`order.ts`), compared with `<`. */
export const ORDER_KEY = 'order'
/** Property holding the ISO time a vertex was created at, as RepTree writes it. */
export const CREATED_KEY = '_c'

interface SiblingKey {
  readonly id: VertexId
  readonly order: string | undefined
  readonly created: string
}

/** Ids by `order`, then those without one by creation time; ties by id. */
export function sortedSiblingIds(siblings: Iterable<VertexRecord>): VertexId[] {
  const keys: SiblingKey[] = []
  for (const sibling of siblings) {
    const order = sibling.getProperty(ORDER_KEY)
    const created = sibling.getProperty(CREATED_KEY)
    keys.push({
      id: sibling.id,
      order: typeof order === 'string' ? order : undefined,
      created: typeof created === 'string' ? created : '',
    })
  }
  return keys.sort(compareSiblings).map((key) => key.id)
}

function compareSiblings(a: SiblingKey, b: SiblingKey): number {
  if (a.order !== b.order) {
    if (a.order === undefined) return 1
    if (b.order === undefined) return -1
    return a.order < b.order ? -1 : 1
  }
  if (a.order === undefined && a.created !== b.created) return a.created < b.created ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
