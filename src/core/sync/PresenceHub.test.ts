import { beforeEach, describe, expect, it } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import type { PresenceNote } from './PresenceChannel'
import { PRESENCE_REPEAT_MS, PresenceHub } from './PresenceHub'

const ada = '1'.repeat(20)
const ben = '2'.repeat(20)
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('PresenceHub', () => {
  let environment: TestEnvironment
  let hub: PresenceHub
  let told: (PresenceNote & { readonly origin: string })[]

  beforeEach(() => {
    environment = new TestEnvironment(1)
    hub = new PresenceHub(environment.timers)
    told = []
    hub.onNote((note, origin) => told.push({ ...note, origin }))
  })

  it('[SY30] tells what it hears with where it came from, and keeps the latest of each', () => {
    hub.note('window 1', { who: ada, state: bytes(1) })
    hub.note('server', { who: ben, state: bytes(2) })
    hub.note('window 1', { who: ada, state: bytes(3) })
    expect(told.map(({ who, origin }) => [who, origin])).toEqual([
      [ada, 'window 1'],
      [ben, 'server'],
      [ada, 'window 1'],
    ])
    expect(hub.current()).toEqual([
      { who: ada, state: bytes(3), origin: 'window 1' },
      { who: ben, state: bytes(2), origin: 'server' },
    ])
  })

  it('[SY30] stops telling who has stopped listening', () => {
    const heard: PresenceNote[] = []
    const stop = hub.onNote((note) => heard.push(note))
    stop()
    hub.note('window 1', { who: ada, state: bytes(1) })
    expect(heard).toEqual([])
  })

  it('[SY31] says goodbye for all who came by a way that ended, once', () => {
    hub.note('server', { who: ada, state: bytes(1) })
    hub.note('server', { who: ben, state: bytes(1) })
    hub.note('server', { who: ben, state: null })
    told.length = 0
    hub.leave('server')
    hub.leave('server')
    hub.note('server', { who: ada, state: null })
    expect(told).toEqual([{ who: ada, state: null, origin: 'server' }])
    expect(hub.current()).toEqual([])
    expect(environment.waiting).toBe(0)
  })

  it('[SY31] forgets who has not been heard of for 45 s, and keeps who repeats', async () => {
    hub.note('server', { who: ada, state: bytes(1) })
    hub.note('server', { who: ben, state: bytes(1) })
    for (let repeats = 0; repeats < 4; repeats++) {
      await environment.run(PRESENCE_REPEAT_MS)
      hub.note('server', { who: ben, state: bytes(1) })
    }
    expect(hub.current().map(({ who }) => who)).toEqual([ben])
    expect(told.filter(({ state }) => state === null)).toEqual([{ who: ada, state: null, origin: 'server' }])
    hub.note('server', { who: ben, state: null })
    expect(environment.waiting).toBe(0)
  })

  it('[SY32] hears somebody by one way at a time, and by the other when that has ended', () => {
    hub.note('server 1', { who: ada, state: bytes(2) })
    hub.note('server 2', { who: ada, state: bytes(1) })
    hub.note('server 2', { who: ada, state: null })
    expect(hub.current()).toEqual([{ who: ada, state: bytes(2), origin: 'server 1' }])
    hub.leave('server 1')
    hub.note('server 2', { who: ada, state: bytes(3) })
    expect(hub.current()).toEqual([{ who: ada, state: bytes(3), origin: 'server 2' }])
  })

  it('[SY32] drops what is too large or no proper note, and more people than one way may bring', () => {
    hub.note('server', { who: ada, state: new Uint8Array(16_385) })
    hub.note('server', { who: "'] *", state: bytes(1) })
    expect(told).toEqual([])
    for (let index = 0; index < 300; index++) {
      hub.note('server', { who: String(index).padStart(20, '0'), state: bytes(1) })
    }
    expect(hub.current()).toHaveLength(256)
    hub.note('window 1', { who: ada, state: bytes(1) })
    expect(hub.current()).toHaveLength(257)
    hub.close()
    expect(environment.waiting).toBe(0)
  })
})
