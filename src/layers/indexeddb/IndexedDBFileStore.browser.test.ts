import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IndexedDBFileStore } from './IndexedDBFileStore'
import { TestDatabase } from './testing/TestDatabase'

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
const hello = new TextEncoder().encode('hello')
let on: TestDatabase
let store: IndexedDBFileStore

beforeEach(async () => {
  on = new TestDatabase(500)
  await on.open({ mode: 'create' })
  store = new IndexedDBFileStore(on.spaceId)
})
afterEach(async () => {
  await store.close()
  await on.dispose()
})

describe('IndexedDBFileStore', () => {
  it('[ID11] keeps files by what they are', async () => {
    expect(await store.has(HELLO)).toBe(false)
    expect(await store.put(hello)).toEqual({ hash: HELLO, sizeBytes: 5 })
    await store.put(hello)
    expect(await store.list()).toEqual([HELLO])
    expect([...(await store.get(HELLO))]).toEqual([...hello])
    expect(await (await store.blob(HELLO))?.slice(1, 3).text()).toBe('el')
  })

  it('[ID11] refuses bytes that are not what the hash says, and takes them anew', async () => {
    await store.put(hello)
    const raw = await openDB(on.name)
    await raw.put('file', new Blob(['hullo']), HELLO)
    raw.close()
    await expect(store.get(HELLO)).rejects.toMatchObject({ detail: { code: 'damaged' } })
    await store.put(hello)
    expect([...(await store.get(HELLO))]).toEqual([...hello])
  })

  it('[ID11] says when a file or the whole space is not here, and makes neither', async () => {
    await expect(store.get('0'.repeat(64))).rejects.toMatchObject({ detail: { code: 'bad-file' } })
    const nowhere = new IndexedDBFileStore('e'.repeat(32))
    await expect(nowhere.put(hello)).rejects.toMatchObject({ detail: { code: 'space-missing' } })
    await nowhere.close()
  })
})
