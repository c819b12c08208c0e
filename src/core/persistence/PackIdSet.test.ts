import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import type { PackHeader } from './compareRanges'
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
        counter: random.integer(24),
        count: 1 + random.integer(2),
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

  it('[SY1] packs that follow each other are in it until each is taken out, in whatever order', () => {
    const idOf = (counter: number, count = 2): PackHeader => ({
      treeId: 'a'.repeat(32),
      peerId: '1'.repeat(20),
      counter,
      count,
    })
    const ids = new PackIdSet()
    for (let counter = 1; counter < 21; counter += 2) ids.add(idOf(counter))
    ids.add(idOf(100, 1))
    expect(ids.delete(idOf(2))).toBe(false)
    for (const counter of [1, 3, 11, 19, 5, 100, 7, 9, 13, 15, 17]) {
      expect(ids.delete(idOf(counter))).toBe(true)
      expect(ids.delete(idOf(counter))).toBe(false)
    }
    expect(ids.size).toBe(0)
  })

  it('[SY1] many at once are as one by one', () => {
    const random = new SeededRandom(5)
    const [ids, keys] = [new PackIdSet(), new Set<string>()]
    for (let step = 0; step < 3000; step++) {
      const peerId = String(random.integer(2)).repeat(20)
      let counter = 1 + random.integer(30)
      const isSingle = random.integer(3) > 0
      const packs = Array.from({ length: 1 + random.integer(6) }, (): PackHeader => {
        const count = isSingle ? 1 : 1 + random.integer(2)
        const pack = { treeId: 'a'.repeat(32), peerId, counter, count }
        counter += random.integer(10) === 0 ? count + 1 : count
        return pack
      })
      if (random.integer(2) === 0) {
        ids.addAll(packs)
        for (const pack of packs) keys.add(packKey(pack))
      } else {
        expect(ids.takeOut(packs)).toEqual(packs.filter((pack) => !keys.delete(packKey(pack))))
      }
      expect(ids.size).toBe(keys.size)
    }
  })
})
