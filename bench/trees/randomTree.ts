import { SeededRandom } from '../../src/core/testing/SeededRandom'
import type { Move } from './TreeSystem'

/** Parents of the vertices 1 to `count` - 1, each one of those before it. */
export function randomParents(count: number, seed = 1): number[] {
  const random = new SeededRandom(seed)
  return Array.from({ length: count - 1 }, (_, index) => random.integer(index + 1))
}

/** Moves that someone made one after the other in such a tree: none puts a vertex into itself or where it is. */
export function randomMoves(parents: readonly number[], count: number, seed: number): Move[] {
  const random = new SeededRandom(seed)
  const parentOf = [-1, ...parents]
  const moves: Move[] = []
  const isUnder = (vertex: number, ancestor: number): boolean => {
    for (let at = vertex; at !== -1; at = parentOf[at] ?? -1) if (at === ancestor) return true
    return false
  }
  while (moves.length < count) {
    const vertex = 1 + random.integer(parents.length)
    const parent = random.integer(parentOf.length)
    if (parentOf[vertex] === parent || isUnder(parent, vertex)) continue
    parentOf[vertex] = parent
    moves.push([vertex, parent])
  }
  return moves
}
