import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pack } from '../../core/persistence/Pack'
import { packOps } from '../../core/persistence/packBody'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { compactDatabase } from './compactDatabase'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { textOf } from './testing/everythingIn'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)

let folder: string
let path: string
let environment: TestEnvironment
let store: SQLitePersistenceLayer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-reading-'))
  path = join(folder, 'space.sqlite')
  environment = new TestEnvironment(1)
  store = new SQLitePersistenceLayer({
    ...{ spaceId: SPACE, path, mode: 'create', environment, sealer: testSealer, sync: syncAtOnce },
  })
  await store.open()
})
afterEach(async () => {
  await environment.settle(store.close())
  rmSync(folder, { recursive: true, force: true })
})

/** Names of one vertex, a hundred to a pack, from this counter on. */
function namings(packs: number, from: number): Pack[] {
  return Array.from({ length: packs }, (_, pack) =>
    packOps(
      SPACE,
      Array.from({ length: 100 }, (_, op) => {
        const counter = from + 100 * pack + op
        const id = { counter, peerId: '1'.repeat(20) }
        return { id, targetId: 'v'.repeat(32), key: 'name', value: counter, transient: false as const }
      }),
    ),
  ).flat()
}

/** So many in one transaction. */
async function append(packs: readonly Pack[], group: number): Promise<void> {
  for (let at = 0; at < packs.length; at += group) {
    store.append(packs.slice(at, at + group))
    await environment.settle(store.flush())
  }
}

describe('a tree that is read in turns', () => {
  it.each([1, 5])(
    '[EV9] is read to its end by whoever began before it was compacted, packs committed by %i',
    async (group) => {
      const packs = namings(40, 1)
      await append(packs, group)
      const reading = store.placesOf(SPACE)[Symbol.asyncIterator]()
      const first = await reading.next()
      const got: Pack[] = first.done ? [] : [...first.value.packs]
      expect(got).toHaveLength(10)
      // In the turn that reading leaves to others.
      const second = reading.next()
      expect(compactDatabase(store, path, { keepNewest: 0, minPacks: 1 }).packs).toBe(40)
      await append(namings(1, 5000), 1)
      const positions: number[] = []
      for (let part = await environment.settle(second); !part.done; part = await environment.settle(reading.next())) {
        got.push(...part.value.packs)
        positions.push(...part.value.positions)
      }
      expect(got.map(textOf)).toEqual(packs.map(textOf))
      expect(positions).toEqual(Array.from({ length: 30 }, (_, index) => index + 11))
    },
  )
})
