import { describe, expect, it } from 'vitest'
import { checkTreeHistory } from '../testing/checkTreeHistory'
import { SeededRandom } from '../testing/SeededRandom'
import { randomTreeHistory } from '../testing/treeHistory'
import { isMoveVertex } from './ops'

describe('SpaceTree against plain RepTree', () => {
  it('[TR1] [TR2] [TR5] [TR6] has the same vertices, places, properties and moves after 300 random histories', () => {
    for (let seed = 1; seed <= 300; seed++) expect(() => checkTreeHistory(seed)).not.toThrow()
  }, 60_000)

  it('[TR2] is asked hard questions: the histories have cycles, several creators of one vertex, and removals', () => {
    let conflicts = 0
    let sharedCreations = 0
    for (let seed = 1; seed <= 100; seed++) {
      const { ops, peers } = randomTreeHistory(new SeededRandom(seed))
      const moves = ops.filter(isMoveVertex)
      const last = new Map(moves.map((op) => [op.targetId, op.parentId]))
      const [peer] = peers
      // In order of authoring the last move of a vertex would win, were there no concurrency and no cycles.
      for (const [id, parentId] of last) if (peer?.tree.getVertex(id)?.parentId !== parentId) conflicts++
      const creators = new Set(moves.flatMap((op) => (op.targetId === 'shared0' ? [op.id.peerId] : [])))
      if (creators.size > 1) sharedCreations++
    }
    expect(conflicts).toBeGreaterThan(100)
    expect(sharedCreations).toBeGreaterThan(5)
  })
})
