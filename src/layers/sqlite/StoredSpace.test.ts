import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Work } from '../../core/persistence/CommitQueue'
import type { Pack } from '../../core/persistence/Pack'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { openDatabase } from './openDatabase'
import { PackTable } from './PackTable'
import { StoredSpace } from './StoredSpace'
import { testSealer } from './testing/testSealer'

const LOG = { spaceId: 'a'.repeat(32), logId: 'b'.repeat(32) }
const TREES = ['c', 'd'].map((digit) => digit.repeat(32))
const PEERS = ['1', '2', '3'].map((digit) => digit.repeat(20))
const COMMITS = 120

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-stored-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function storedAt(name: string): StoredSpace {
  const path = join(folder, name)
  return new StoredSpace(openDatabase(path, 'create', LOG).db, path, testSealer, () => undefined)
}

/** Groups as they wait together: of several authors who go on or leave a gap, some of it sent twice, some with another body. */
function works(random: SeededRandom): Pack[][] {
  const nextByAuthor = new Map<string, number>()
  const known: Pack[] = []
  const edit = (): Pack => {
    const again = random.chance(0.005) ? random.pick(known) : undefined
    if (again) return random.chance(0.5) ? again : { ...again, body: random.bytes(20) }
    const [treeId = '', peerId = ''] = [random.pick(TREES), random.pick(PEERS)]
    const author = `${treeId}/${peerId}`
    const counter = (nextByAuthor.get(author) ?? 1) + (random.chance(0.1) ? random.integer(5) : 0)
    const count = 1 + random.integer(2)
    nextByAuthor.set(author, counter + count)
    const pack = { treeId, peerId, counter, count, body: random.bytes(random.pick([0, 30, 300]) ?? 0) }
    known.push(pack)
    return pack
  }
  return Array.from({ length: COMMITS }, () => Array.from({ length: random.pick([1, 1, 5, 30, 100]) ?? 1 }, edit))
}

function contentOf(packs: PackTable): unknown[] {
  const all: Pack[] = []
  for (let at = 0; at < packs.head;) {
    const page = packs.since(at, 1000)
    all.push(...page.packs)
    at = page.through
  }
  const found = all.map((pack) => packs.find(pack)?.body.byteLength)
  return [packs.summary(), all.map(({ body, ...header }) => ({ ...header, body: [...body] })), found]
}

describe('packs that are stored in one statement', () => {
  it('[SP47] are kept, counted and found as those that are stored in a transaction, also by who opens the file next', () => {
    const [atOnce, inTransaction] = [storedAt('one.sqlite'), storedAt('other.sqlite')]
    for (const [version, packs] of works(new SeededRandom(7)).entries()) {
      // A secret takes a statement of its own.
      const secrets: Work['secrets'] = [{ key: 'token', version, value: 'x' }]
      const alarms = [atOnce.commit({ packs, secrets: [] }, () => 0), inTransaction.commit({ packs, secrets }, () => 0)]
      expect(alarms[0]?.committed).toEqual(alarms[1]?.committed)
      expect(atOnce.packs.summary()).toEqual(inTransaction.packs.summary())
    }
    const content = contentOf(inTransaction.packs)
    expect(contentOf(atOnce.packs)).toEqual(content)
    expect(contentOf(new PackTable(atOnce.db))).toEqual(content)
    for (const { db } of [atOnce, inTransaction]) db.close()
  })

  it('[SP47] are in the file when the disk is told to sync, and part of the log when the commit ends', () => {
    const stored = storedAt('space.sqlite')
    const reader = new Database(join(folder, 'space.sqlite'), { readonly: true })
    const inFile = reader.prepare('SELECT count(*) FROM pack').pluck()
    const pack = (counter: number): Pack => {
      return { treeId: TREES[0] ?? '', peerId: PEERS[0] ?? '', counter, count: 1, body: new Uint8Array(9) }
    }
    const seen = [1, 2, 3].map((counter) => {
      const { committed, after } = stored.commit({ packs: [pack(counter)], secrets: [] }, () => inFile.get())
      return [after, committed.head, stored.packs.since(counter - 1, 10).packs.length]
    })
    expect(seen).toEqual([1, 2, 3].map((head) => [head, head, 1]))
    for (const db of [reader, stored.db]) db.close()
  })
})
