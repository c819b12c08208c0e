import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenSpace } from '../space/OpenSpace'
import { SELF } from '../space/origins'
import { TestSpaces } from '../testing/TestSpaces'
import type { PresenceNote } from './PresenceChannel'
import { PRESENCE_REPEAT_MS } from './PresenceHub'

const ada = '1'.repeat(20)
const ben = '2'.repeat(20)
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const others = (open: OpenSpace): string[] =>
  open.presence.current().flatMap(({ who, origin }) => (origin === SELF ? [] : [who]))

describe('two windows of one space', () => {
  let spaces: TestSpaces
  let first: Awaited<ReturnType<TestSpaces['window']>>
  let second: Awaited<ReturnType<TestSpaces['window']>>

  beforeEach(async () => {
    spaces = new TestSpaces(1)
    const { space } = await spaces.create()
    first = await spaces.window(space.id)
    second = await spaces.window(space.id)
  })
  afterEach(() => spaces.close())

  it('[SY30] see each other and not themselves, and what each last said', async () => {
    first.open.presence.note(SELF, { who: ada, state: bytes(1) })
    second.open.presence.note(SELF, { who: ben, state: bytes(2) })
    const heardBySecond: PresenceNote[] = []
    second.open.presence.onNote((note) => heardBySecond.push(note))
    await spaces.environment.run(100)
    expect(others(first.open)).toEqual([ben])
    expect(others(second.open)).toEqual([ada])
    first.open.presence.note(SELF, { who: ada, state: bytes(3) })
    await spaces.environment.run(100)
    expect(heardBySecond.map(({ who, state }) => [who, state?.[0]])).toEqual([
      [ada, 1],
      [ada, 3],
    ])
  })

  it('[SY30] are told of who was here before them', async () => {
    first.open.presence.note(SELF, { who: ada, state: bytes(1) })
    await spaces.environment.run(100)
    const third = await spaces.window(first.open.id)
    await spaces.environment.run(100)
    expect(others(third.open)).toEqual([ada])
  })

  it('[SY31] part when one says so, is cut off, or is silent', async () => {
    const sayHello = (): void => first.open.presence.note(SELF, { who: ada, state: bytes(1) })
    sayHello()
    await spaces.environment.run(100)
    first.open.presence.note(SELF, { who: ada, state: null })
    await spaces.environment.run(100)
    expect(others(second.open)).toEqual([])
    sayHello()
    await spaces.environment.run(3 * PRESENCE_REPEAT_MS - 1000)
    expect(others(second.open)).toEqual([ada])
    await spaces.environment.run(2000)
    expect(others(second.open)).toEqual([])
    sayHello()
    await spaces.environment.run(100)
    first.wire.client.close()
    await spaces.environment.run(100)
    expect(others(second.open)).toEqual([])
  })
})
