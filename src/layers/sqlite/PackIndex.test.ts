import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pack } from '../../core/persistence/Pack'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

const SPACE = 'a'.repeat(32)
const AUTHORS = ['1', '2', '3'].map((digit) => digit.repeat(20))

let folder: string
let path: string
const environment = new TestEnvironment(1)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-index-'))
  path = join(folder, 'space.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(mode: 'open' | 'create'): Promise<SQLitePersistenceLayer> {
  const store = new SQLitePersistenceLayer({
    spaceId: SPACE,
    path,
    mode,
    environment,
    sealer: testSealer,
    sync: syncAtOnce,
  })
  await store.open()
  return store
}

/** Three authors who take turns, two ops at a time. */
function turns(first: number, count: number): Pack[] {
  return Array.from({ length: count }, (_, at) => {
    const turn = first + at
    const counter = 1 + 2 * Math.floor(turn / AUTHORS.length)
    const body = new Uint8Array(40).fill(turn)
    return { treeId: SPACE, peerId: AUTHORS[turn % AUTHORS.length] ?? '', counter, count: 2, body }
  })
}

function ranges(): unknown[] {
  const db = new Database(path, { readonly: true })
  const found = db.prepare('SELECT * FROM segmentAuthor ORDER BY author, firstPosition').raw().all()
  db.close()
  return found
}

describe('where the packs of an author are', () => {
  it.each(['at once', 'when it opens again'])('[PL2] is written %s, once for each transaction', async (when) => {
    const packs = turns(0, 60)
    let store = await open('create')
    for (const part of [packs.slice(0, 30), packs.slice(30)]) {
      store.append(part)
      await environment.settle(store.flush())
    }
    if (when !== 'at once') {
      await environment.settle(store.close())
      store = await open('open')
    }
    store.indexAll()
    // Of each author ten packs of two ops in each of the two transactions.
    expect(ranges()).toEqual(
      [1, 2, 3].flatMap((author) => [
        [author, 1, 1, 20],
        [author, 31, 21, 40],
      ]),
    )
    const { head } = store.summary()
    store.append(packs)
    await environment.settle(store.flush())
    expect(store.summary().head).toBe(head)
    store.append(turns(60, 1))
    await environment.settle(store.flush())
    expect(store.summary().head).toBe(head + 1)
    await environment.settle(store.close())
  })
})
