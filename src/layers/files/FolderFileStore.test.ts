import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderFileStore } from './FolderFileStore'

let folder: string
let store: FolderFileStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-files-'))
  store = new FolderFileStore(folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = new TextEncoder().encode('a picture')

describe('FolderFileStore', () => {
  it('[FS1] gives back what was put, by its SHA-256', async () => {
    const { hash, sizeBytes } = await store.put(bytes)
    expect(hash).toBe('92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b')
    expect(sizeBytes).toBe(bytes.byteLength)
    expect([...(await store.get(hash))]).toEqual([...bytes])
    expect(await store.has(hash)).toBe(true)
    expect(await store.list()).toEqual([hash])
  })

  it('[FS1] keeps equal bytes once, and leaves nothing unfinished behind', async () => {
    const [first, second] = await Promise.all([store.put(bytes), store.put(bytes)])
    expect(first).toEqual(second)
    expect(readdirSync(join(folder, first.hash.slice(0, 2)))).toEqual([first.hash])
  })

  it('[FS2] does not hand out bytes that are not what the hash says', async () => {
    const { hash } = await store.put(bytes)
    writeFileSync(store.pathOf(hash), 'something')
    await expect(store.get(hash)).rejects.toMatchObject({ detail: { code: 'damaged' } })
    await store.put(bytes)
    expect([...(await store.get(hash))]).toEqual([...bytes])
  })

  it('[FS2] says so when a file is not here, and takes nothing but hashes for names', async () => {
    await expect(store.get('0'.repeat(64))).rejects.toMatchObject({ detail: { code: 'bad-file' } })
    await expect(store.get('../../etc/passwd')).rejects.toMatchObject({ detail: { code: 'bad-file' } })
    expect(await store.list()).toEqual([])
  })

  it('[FS3] says so where the folder is a file, and lists nothing where there is none yet', async () => {
    const blocked = join(folder, 'blocked')
    writeFileSync(blocked, '')
    await expect(new FolderFileStore(blocked).put(bytes)).rejects.toMatchObject({ detail: { code: 'disk-error' } })
    expect(await new FolderFileStore(join(folder, 'nowhere')).list()).toEqual([])
  })

  it('[FS1] takes an empty file, and leaves out of its list what was never finished', async () => {
    const { hash } = await store.put(new Uint8Array())
    writeFileSync(`${store.pathOf(hash)}.x.part`, 'half')
    expect(await store.list()).toEqual([hash])
    expect((await store.get(hash)).byteLength).toBe(0)
  })
})
