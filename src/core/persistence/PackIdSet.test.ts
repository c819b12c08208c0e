import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { packKey } from './Pack'
import { PackIdSet } from './PackIdSet'

describe('a set of pack ids', () => {
  it('[SY1] does what a set of keys does', () => {
    const random = new SeededRandom(3)
    const [ids, keys] = [new PackIdSet(), new Set<string>()]
    for (let step = 0; step < 20_000; step++) {
      const id = {
        treeId: random.integer(3).toString(16).repeat(32),
        peerId: String(random.integer(3)).repeat(20),
        counter: random.integer(8),
      }
      if (random.integer(2) === 0) {
        ids.add(id)
        keys.add(packKey(id))
      } else {
        expect(ids.delete(id)).toBe(keys.delete(packKey(id)))
      }
      expect(ids.size).toBe(keys.size)
    }
  })
})
