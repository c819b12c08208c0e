import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hexOf } from '../../core/hex'
import { MemoryOutlineStore } from '../../core/persistence/outline/MemoryOutlineStore'
import type { OutlineNodes, OutlineRow, OutlineStore } from '../../core/persistence/outline/Outline'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { MIGRATIONS } from './schema'
import { SQLiteOutlineStore } from './SQLiteOutlineStore'

const SPACE = 'a'.repeat(32)
const PEER = '12345678901234567890'
const VALUES = ['Plans', 'ä 🌳 \ud83c', '', 'b'.repeat(64), '2026-01-02T03:04:05.678Z', 7, -7, 0.5, true, null, [1], {}]

let db: Database.Database
let store: SQLiteOutlineStore
beforeEach(() => {
  db = new Database(':memory:')
  MIGRATIONS.forEach((migration) => db.exec(migration))
  db.prepare("INSERT INTO log VALUES (1, ?, 'log', 0, '', 0, 0, 1)").run(SPACE)
  db.exec('INSERT INTO outline VALUES (1, NULL, NULL, 2, 0, 0)')
  store = new SQLiteOutlineStore(db)
})
afterEach(() => db.close())

class Work {
  readonly random: SeededRandom
  readonly ids = ['0']
  #counter = 0

  constructor(seed: number) {
    this.random = new SeededRandom(seed)
  }

  id(): string {
    return hexOf(this.random.bytes(16))
  }

  /** One change, the same for all of them. */
  step(...stores: OutlineNodes[]): void {
    const { random, ids } = this
    const id = random.pick(ids) ?? '0'
    const what = random.integer(10)
    if (what < 5) {
      // Some stand among very many, and some names are no hex digits.
      const parent = random.chance(0.5) ? '0' : id
      const child = random.chance(0.05) ? `name ${ids.length}` : this.id()
      ids.push(child)
      stores.forEach((one) => one.putNode(child, parent))
    } else if (what < 6 && id !== '0') {
      const parent = random.pick(ids) ?? '0'
      if (!isBelow(stores[0], parent, id)) stores.forEach((one) => one.putNode(id, parent))
    } else {
      const key = random.pick(['name', 'icon', 'order', '_c']) ?? 'name'
      const value = random.chance(0.1) ? undefined : random.pick(VALUES)
      this.#counter += 1
      const writer = { counter: this.#counter, peerId: PEER }
      const target = random.chance(0.02) ? this.id() : id
      stores.forEach((one) => one.putProperty(target, key, value, writer))
    }
  }
}

function isBelow(nodes: OutlineNodes | undefined, id: string, ancestor: string): boolean {
  for (let at: string | null | undefined = id; typeof at === 'string'; at = nodes?.parentOf(at)) {
    if (at === ancestor) return true
  }
  return false
}

function all(from: OutlineStore, ids: readonly string[]): OutlineRow[] {
  return [null, ...ids].flatMap((id) => from.rows(id).sort((a, b) => (a.id < b.id ? -1 : 1)))
}

function write(): void {
  while (db.transaction(() => store.write()).immediate());
}

describe('the node table in SQLite', () => {
  it.each([1, 2, 3])('[PL16] [PL41] says what one in memory says (history %i)', (seed) => {
    const work = new Work(seed)
    const memory = new MemoryOutlineStore()
    memory.putNode('0', null)
    store.putNode('0', null)
    for (let step = 0; step < 1200; step++) {
      work.step(memory, store)
      if (step % 50 === 0) write()
      if (step % 400 === 399) {
        write()
        while (db.transaction(() => store.pack(3)).immediate());
        store = new SQLiteOutlineStore(db)
      }
    }
    write()
    const again = new SQLiteOutlineStore(db)
    expect(all(again, work.ids)).toEqual(all(memory, work.ids))
    expect(again.size()).toBe(work.ids.length)
    for (const id of work.ids) {
      expect(again.parentOf(id)).toBe(memory.parentOf(id))
      for (const key of ['name', '_c']) expect(again.propertyWriter(id, key)).toEqual(memory.propertyWriter(id, key))
    }
  })

  it('[PL16] knows nothing of a transaction that was rolled back', () => {
    store.putNode('0', null)
    write()
    store.putNode('1', '0')
    store.state.reach({ through: 7, partOps: 1 })
    store.forget()
    expect([store.hasNode('1'), store.state.position, store.rows('0')]).toEqual([false, { through: 0, partOps: 0 }, []])
  })

  it('[PL41] what is packed takes less room, and what waits for its vertex is in no list', () => {
    const work = new Work(4)
    store.putNode('0', null)
    for (let no = 0; no < 2000; no++) {
      const id = work.id()
      store.putNode(id, '0')
      store.putProperty(id, 'name', `Page ${no}`, { counter: no + 1, peerId: PEER })
    }
    store.putProperty('later', 'name', 'Later', { counter: 1, peerId: PEER })
    write()
    const bytes = (): number =>
      db.prepare<[], { n: number }>('SELECT sum(length(bytes)) AS n FROM nodeBlock').get()?.n ?? 0
    const before = bytes()
    while (db.transaction(() => store.pack(3)).immediate());
    expect(bytes()).toBeLessThan(before * 0.8)
    expect(store.rows('0')).toHaveLength(2000)
    expect([store.hasNode('later'), store.size()]).toEqual([false, 2001])
    store.putNode('later', '0')
    expect(store.rows('0').find((row) => row.id === 'later')?.properties).toEqual({ name: 'Later' })
  })

  it('[PL44] keeps what it says and up to where it says it together, also when it is packed before it is written', () => {
    store.putNode('0', null)
    store.state.reach({ through: 1, partOps: 0 })
    write()
    store.putNode('1', '0')
    store.state.reach({ through: 2, partOps: 3 })
    expect(store.state.writtenThrough).toBe(1)
    const before = new SQLiteOutlineStore(db)
    expect([before.state.position, before.rows('0')]).toEqual([{ through: 1, partOps: 0 }, []])
    db.transaction(() => store.pack(1)).immediate()
    const after = new SQLiteOutlineStore(db)
    expect([after.state.position, after.rows('0').length]).toEqual([{ through: 2, partOps: 3 }, 1])
  })

  it('[PL43] [PL44] writes nothing of itself during a rebuild that is left', () => {
    store.putNode('0', null)
    write()
    store.putNode('1', '0')
    store.state.reach({ through: 5, partOps: 0 })
    store.beginRebuild()
    store.putNode('2', '0')
    write()
    store.leaveRebuild()
    for (const one of [store, new SQLiteOutlineStore(db)]) {
      expect([one.state.position, one.rows('0')]).toEqual([{ through: 0, partOps: 0 }, []])
    }
  })

  it('[PL42] a row that is not what was stored makes all of it unreliable', () => {
    store.putNode('0', null)
    store.putNode('1', '0')
    write()
    db.exec('UPDATE nodeBlock SET bytes = zeroblob(length(bytes))')
    store = new SQLiteOutlineStore(db)
    expect(store.rows('0')).toEqual([])
    // Nobody makes it reliable by going on.
    store.state.reach({ through: 7, partOps: 0 })
    expect(store.state.position).toBeUndefined()
    db.transaction(() => store.clearIfUnreliable()).immediate()
    expect(db.prepare('SELECT count(*) AS n FROM nodePlace').get()).toEqual({ n: 0 })
  })
})
