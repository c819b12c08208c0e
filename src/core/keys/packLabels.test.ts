import { expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { packLabels } from './packLabels'

it('[KE3] binds the whole header of packs that follow each other', () => {
  const author = { treeId: 'a'.repeat(32), peerId: '1'.repeat(20) }
  const packs = Array.from({ length: 1200 }, (_, index) => ({
    ...author,
    counter: index + 1,
    count: index < 600 ? 1 : 2,
  }))
  const put = packLabels('grove/1/pack/', packs)
  const to = new Uint8Array(256)
  for (const [index, { treeId, peerId, counter, count }] of packs.entries()) {
    const text = new TextDecoder().decode(to.subarray(0, put(index, to)))
    expect(text).toBe(`grove/1/pack/${treeId}/${peerId}/${counter}+${count}`)
  }
})

it('[KE3] binds the whole header of a pack, whichever came before it', () => {
  const random = new SeededRandom(5)
  const numbers = [1, 9, 10, 99, 100, 1000, 2_147_483_647, 2_147_483_648, 4_294_967_296, Number.MAX_SAFE_INTEGER]
  const packs = Array.from({ length: 2000 }, () => ({
    treeId: random.integer(3).toString(16).repeat(32),
    peerId: String(random.integer(3)).repeat(20),
    counter: numbers[random.integer(numbers.length)] ?? 1,
    count: 1 + random.integer(1000),
  }))
  const put = packLabels('grove/1/pack/', packs)
  const to = new Uint8Array(256)
  for (const [index, { treeId, peerId, counter, count }] of packs.entries()) {
    const text = new TextDecoder().decode(to.subarray(0, put(index, to)))
    expect(text).toBe(`grove/1/pack/${treeId}/${peerId}/${counter}+${count}`)
  }
})
