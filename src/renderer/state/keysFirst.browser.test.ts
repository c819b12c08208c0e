import { describe, expect, it } from 'vitest'
import { keysFirst } from './keysFirst'

describe('what others write while somebody types', () => {
  it('[UI182] is not held while nobody types, and comes after the frame of a key while somebody does', async () => {
    const target = new EventTarget()
    const whenDrawn = keysFirst(target as Window)
    expect(whenDrawn()).toBeUndefined()
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
    const order: string[] = []
    const held = whenDrawn()?.then(() => order.push('arrived'))
    expect(whenDrawn()).toBeDefined()
    requestAnimationFrame(() => order.push('frame'))
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'b' }))
    await held
    expect(order).toEqual(['frame', 'arrived'])
  })

  it('[UI182] comes also when no other key does', async () => {
    const target = new EventTarget()
    const whenDrawn = keysFirst(target as Window)
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const held = whenDrawn()
    expect(held).toBeDefined()
    await held
  })
})
