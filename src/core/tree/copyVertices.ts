import type { JsonValue } from 'reptree'
import type { Environment } from '../environment'
import type { VertexId } from './ops'
import { ordersBetween } from './order'
import type { SpaceTree } from './SpaceTree'

/** How a copy differs from what it is made of. */
export interface VertexCopying {
  readonly from: SpaceTree
  readonly to: SpaceTree
  readonly environment: Environment
  /** Undefined leaves the property out. */
  readonly property: (key: string, value: JsonValue) => JsonValue | undefined
  /** Copies one text of a vertex. */
  readonly text: (from: VertexId, to: VertexId, key: string) => Promise<void> | void
  /** Called after each vertex: lets others have their turn, and rejects when it is to end. */
  readonly pause: () => Promise<void> | void
}

/** What the tree itself writes, and what says where a vertex was before it was deleted. */
const OWN_KEYS = new Set(['_c', 'order', 'deletedFrom', 'deletedAt'])

/** Copies everything below `ids` and themselves to the end of `parentId`, in their order, as vertices of their own. */
export async function copyVertices(
  copying: VertexCopying,
  ids: readonly VertexId[],
  parentId: VertexId,
): Promise<void> {
  const { from, to, environment, pause } = copying
  const waiting = [{ ids, parentId }]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const orders = ordersBetween(undefined, undefined, place.ids.length, environment)
    for (const [index, id] of place.ids.entries()) {
      const made = to.createVertex(place.parentId, { ...copiedProperties(copying, id), order: orders[index] })
      await copyTexts(copying, id, made)
      const children = from.childIds(id)
      if (children.length > 0) waiting.push({ ids: [...children], parentId: made })
      await pause()
    }
  }
}

export function copiedProperties({ from, property }: VertexCopying, id: VertexId): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(from.properties(id)).flatMap(([key, value]) => {
      const copied = OWN_KEYS.has(key) ? undefined : property(key, value)
      return copied === undefined ? [] : [[key, copied]]
    }),
  )
}

export async function copyTexts({ from, text }: VertexCopying, id: VertexId, made: VertexId): Promise<void> {
  for (const key of from.textKeys(id)) await text(id, made, key)
}
