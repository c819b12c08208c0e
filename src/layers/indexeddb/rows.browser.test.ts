import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryMedium } from '../../core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../core/persistence/MemoryPersistenceLayer'
import { readAllRows } from '../../core/persistence/outline/readAllRows'
import { packOps } from '../../core/persistence/packBody'
import { packKey, type Pack } from '../../core/persistence/Pack'
import type { Journal } from '../../core/persistence/PersistenceLayer'
import { JournalReader } from '../../core/space/compaction/JournalReader'
import { makeSnapshot } from '../../core/space/compaction/makeSnapshot'
import { randomTreeHistory } from '../../core/testing/treeHistory'
import { breakStorage } from './testing/breakStorage'
import { TestDatabase } from './testing/TestDatabase'

let seed = 200
let on: TestDatabase

beforeEach(() => {
  on = new TestDatabase(seed++)
})
afterEach(() => on.dispose())

async function outlineOf(journal: Journal): Promise<unknown[]> {
  const rows: unknown[] = []
  const waiting: (string | null)[] = [null]
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const children = [...(await on.settle(readAllRows(journal, at)))].sort((a, b) => (a.id < b.id ? -1 : 1))
    rows.push(...children)
    waiting.push(...children.filter((row) => row.hasChildren).map((row) => row.id))
  }
  return rows
}

async function compactSpaceTree(journal: Journal): Promise<void> {
  const snapshot = await makeSnapshot(new JournalReader(journal), on.spaceId, on.environment, { aborted: false })
  if (snapshot) await journal.saveSnapshot(snapshot)
}

/** A random history of the space tree in packs, each after what it builds on. */
function historyPacks(): Pack[] {
  return randomTreeHistory(on.environment.random).ops.flatMap((op) => packOps(on.spaceId, [op]))
}

describe('rows of a space in the browser’s database', () => {
  it.each([1, 2, 3, 4, 5, 6])('[ID6] the node table is that of the log after every commit (history %i)', async (no) => {
    on = new TestDatabase(300 + no)
    const { random } = on.environment
    const memory = new MemoryPersistenceLayer(on.spaceId, new MemoryMedium(on.environment), on.environment)
    await memory.open()
    let layer = await on.open({ mode: 'create' })
    for (let packs = historyPacks(); packs.length > 0;) {
      const part = packs.splice(0, 1 + random.integer(25))
      for (const journal of [layer, memory]) {
        journal.append(random.chance(0.3) ? random.shuffled(part) : part)
        await on.settle(journal.flush())
      }
      if (random.chance(0.2)) await on.settle(compactSpaceTree(layer))
      if (random.chance(0.4)) expect(await outlineOf(layer)).toEqual(await outlineOf(memory))
      if (random.chance(0.2)) {
        await on.settle(layer.close())
        layer = await on.open()
      }
    }
    expect(await outlineOf(layer)).toEqual(await outlineOf(memory))
  })

  it('[ID7] two that write at once share the positions: nothing is lost and nothing is there twice', async () => {
    const one = await on.open({ mode: 'create' })
    const other = await on.open()
    const packs = on.write(40)
    for (const [index, pack] of packs.entries()) {
      ;(index % 3 === 0 ? one : other).append([pack])
      if (index % 5 === 0) other.append([pack])
      if (index % 7 === 0) await on.settle(Promise.all([one.flush(), other.flush()]))
    }
    await on.settle(Promise.all([one.flush(), other.flush()]))
    const found = await on.open()
    const page = await on.settle(found.readSince(0, 1000))
    expect(page.packs.map(packKey).sort()).toEqual(packs.map(packKey).sort())
    expect(found.summary()).toMatchObject({ head: packs.length, opCount: packs.reduce((n, { count }) => n + count, 0) })
  })

  it('[ID8] notes and cursors come back; one that could not be written goes with the next', async () => {
    const layer = await on.open({ mode: 'create' })
    const cursor = { layerId: 'server:x', logId: 'log', pulled: 3, pushed: 4, pulledKey: 'k' }
    layer.saveCursor({ ...cursor, pulled: 1 })
    layer.saveCursor(cursor)
    layer.saveNote('gone', 'x')
    layer.saveNote('gone', null)
    const heal = breakStorage()
    await on.settle(layer.loadCursors())
    heal()
    layer.saveNote('kept', '{"a":1}')
    expect(await on.settle(layer.loadCursors())).toEqual([cursor])
    await on.settle(layer.close())
    const again = await on.open()
    expect(await on.settle(again.loadCursors())).toEqual([cursor])
    expect(await on.settle(again.loadNote('kept'))).toBe('{"a":1}')
    expect(await on.settle(again.loadNote('gone'))).toBeUndefined()
  })

  it('[ID9] a pack whose body has changed on the disk is left out, and the status says so', async () => {
    const layer = await on.open({ mode: 'create' })
    const packs = on.write(3)
    layer.append(packs)
    await on.settle(layer.flush())
    const raw = await openDB(on.name)
    const row = (await raw.get('pack', 2)) as object
    await raw.put('pack', { ...row, body: new Uint8Array([9]) })
    raw.close()
    const page = await on.settle(layer.readSince(0, 100))
    expect(page.packs.map(packKey)).toEqual([packKey(packs[0]!), packKey(packs[2]!)])
    expect(page.through).toBe(3)
    expect(layer.status.current.lastError).toMatchObject({ code: 'damaged' })
  })

  it('[ID10] secrets lie there sealed; without a key they stay in memory, and the status says so', async () => {
    const layer = await on.open({ mode: 'create' })
    layer.saveSecrets([{ key: 'token', version: 1, value: 'plain words' }])
    await on.settle(layer.flush())
    const raw = await openDB(on.name)
    expect(JSON.stringify(await raw.getAll('secret'))).not.toContain('plain')
    const keyless = await on.open({ sealer: { seal: () => undefined, unseal: () => undefined } })
    keyless.saveSecrets([{ key: 'other', version: 1, value: 'x' }])
    await on.settle(keyless.flush())
    expect(keyless.status.current.lastError).toEqual({ code: 'no-key-store' })
    expect(await on.settle(keyless.loadSecrets())).toEqual([{ key: 'other', version: 1, value: 'x' }])
    expect(await raw.getAllKeys('secret')).toEqual(['token'])
    raw.close()
  })
})
