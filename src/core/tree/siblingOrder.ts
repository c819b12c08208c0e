import type { Environment } from '../environment'
import { ORDER_KEY } from './ChildOrder'
import { ordersBetween } from './order'
import type { VertexId } from './ops'
import type { SpaceTree } from './SpaceTree'

/** Where among its new siblings a vertex goes: right before or after one of them, or at the end. */
export type Placement = { readonly before: VertexId } | { readonly after: VertexId } | 'end'

/**
 * The value of property `order` that puts a vertex there. `moving` is the vertex itself, which may be among the siblings
 * already. The end costs nothing; another place one look at each sibling. At the end where the named sibling is none.
 */
export function siblingOrder(
  tree: SpaceTree,
  parentId: VertexId,
  placement: Placement,
  moving: VertexId | undefined,
  environment: Environment,
): string {
  const [order] = siblingOrders(tree, parentId, placement, [moving], environment)
  if (order === undefined) throw new Error('No order made')
  return order
}

/** The same for several, which come to stand one after the other. */
export function siblingOrders(
  tree: SpaceTree,
  parentId: VertexId,
  placement: Placement,
  moving: readonly (VertexId | undefined)[],
  environment: Environment,
): string[] {
  const siblings = tree.childIds(parentId)
  const own = new Set<VertexId | undefined>(moving)
  const between = (left: VertexId | undefined, right: VertexId | undefined): string[] =>
    ordersBetween(orderOf(tree, left), orderOf(tree, right), moving.length, environment)
  if (placement !== 'end') {
    const others = siblings.filter((id) => !own.has(id))
    const found = others.indexOf('before' in placement ? placement.before : placement.after)
    const index = 'before' in placement ? found : found + 1
    if (found >= 0) return between(others[index - 1], others[index])
  }
  // Without a look at all siblings: a folder of thousands is filled entry by entry.
  let last = siblings.length - 1
  while (last >= 0 && own.has(siblings[last])) last -= 1
  return between(siblings[last], undefined)
}

function orderOf(tree: SpaceTree, id: VertexId | undefined): string | undefined {
  const order = id === undefined ? undefined : tree.property(id, ORDER_KEY)
  return typeof order === 'string' ? order : undefined
}
