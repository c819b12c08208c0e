import { expect, it } from 'vitest'
import { SeededRandom } from '../testing/SeededRandom'
import { PackLabel } from './PackLabel'

it('[KE3] binds the whole header of a pack, whichever came before it', () => {
  const random = new SeededRandom(5)
  const label = new PackLabel('grove/1/pack/')
  const numbers = [1, 9, 10, 99, 100, 1000, 4_294_967_296, Number.MAX_SAFE_INTEGER]
  for (let step = 0; step < 2000; step++) {
    const treeId = random.integer(3).toString(16).repeat(32)
    const peerId = String(random.integer(3)).repeat(20)
    const counter = numbers[random.integer(numbers.length)] ?? 1
    const count = 1 + random.integer(1000)
    const text = new TextDecoder().decode(label.of({ treeId, peerId, counter, count, body: new Uint8Array(0) }))
    expect(text).toBe(`grove/1/pack/${treeId}/${peerId}/${counter}+${count}`)
  }
})
