import { deleteDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { AppSettings } from '../../../bridge/contract'
import { EMPTY_KEYRING } from '../../../home/keyringData'
import type { Sealer } from '../../../core/keys/Sealer'
import { windowEnvironment } from '../../state/windowEnvironment'
import { BrowserKeyringStore } from './BrowserKeyringStore'
import { BrowserSettingsStore } from './BrowserSettingsStore'
import { HomeDatabase } from './HomeDatabase'
import { openBrowserKeyStore } from './openBrowserKeyStore'

const environment = windowEnvironment()
let database: HomeDatabase

beforeEach(async () => {
  database = await HomeDatabase.open()
})
afterEach(async () => {
  database.close()
  await deleteDB('grove-home')
})

async function keyStore(): Promise<Sealer> {
  const store = await openBrowserKeyStore(database, environment)
  if (!store) throw new Error('This browser keeps no keys.')
  return store
}

describe('what a browser keeps beside its spaces', () => {
  it('[BR14] seals with a key that no script can read, the same one next time', async () => {
    const first = await keyStore()
    const sealed = first.seal('a token')!
    expect(new TextDecoder().decode(sealed)).not.toContain('token')
    expect((await keyStore()).unseal(sealed)).toBe('a token')
    const key = await database.read('wrapping-key')
    expect(key).toBeInstanceOf(CryptoKey)
    await expect(crypto.subtle.exportKey('raw', key as CryptoKey)).rejects.toThrow()
  })

  it('[BR14] opens nothing of what another browser sealed, and goes on with a key of its own', async () => {
    const sealed = (await keyStore()).seal('a token')!
    const stranger = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    await database.write({ 'wrapping-key': stranger })
    const store = await keyStore()
    expect(store.unseal(sealed)).toBeUndefined()
    expect(store.unseal(store.seal('anew')!)).toBe('anew')
  })

  it('[BR20] has no key store where the browser keeps no keys, and opens all the same', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The object can not be cloned.', 'DataCloneError')
    })
    onTestFinished(() => put.mockRestore())
    expect(await openBrowserKeyStore(database, environment)).toBeNull()
    expect(put).toHaveBeenCalled()
    put.mockRestore()
    expect(await database.read('sealing-key')).toBeUndefined()
  })

  it('[BR15] writes all values or none', async () => {
    const unwritable = { settings: { theme: 'dark' }, keyring: () => 'no value' }
    await expect(database.write(unwritable)).rejects.toMatchObject({ detail: { code: 'disk-error' } })
    expect(await database.read('settings')).toBeUndefined()
  })

  it('[BR15] keeps the keyring; one that cannot be understood is set aside', async () => {
    const store = new BrowserKeyringStore(database)
    expect(await store.read()).toEqual(EMPTY_KEYRING)
    const written = { ...EMPTY_KEYRING, sealed: { 'token:https://x': 'abc' } }
    await store.write(written)
    expect(await store.read()).toEqual(written)
    await database.write({ keyring: { format: 9 } })
    expect(await store.read()).toEqual(EMPTY_KEYRING)
    expect(await database.read('keyring-aside')).toEqual({ format: 9 })
  })

  it('[BR15] keeps settings, and has defaults for what is not there', async () => {
    const store = new BrowserSettingsStore(database)
    const settings: AppSettings = { ...(await store.read()), theme: 'dark', userName: 'Ada' }
    await store.write(settings)
    expect(await store.read()).toEqual(settings)
    await database.write({ settings: { theme: 'dark' } })
    expect(await store.read()).toMatchObject({ theme: 'dark', spellCheck: true, userName: '' })
  })
})
