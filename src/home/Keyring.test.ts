import { describe, expect, it } from 'vitest'
import { keyIdOf } from '../core/keys/SpaceKey'
import { TestEnvironment } from '../core/testing/TestEnvironment'
import { Keyring } from './Keyring'
import type { LayerEntry } from './keyringData'
import type { Sealer } from '../core/keys/Sealer'
import { FakeKeyStore } from './testing/FakeKeyStore'
import { MemoryKeyringStore } from './testing/MemoryKeyringStore'

const environment = new TestEnvironment(1)
/** As cheap as Argon2 can be: what is tested is not its strength. */
const cost = { memoryKiB: 8, passes: 1, lanes: 1 }
const SPACE = 'a'.repeat(32)
const SERVER = { url: 'https://grove.example', user: 'ada', deviceId: 'd'.repeat(32) }
const KEY = new Uint8Array(32).fill(7)
const LAYER: LayerEntry = { kind: 'server', place: SERVER.url, isEncrypted: true, isPaused: false }

const open = (store: MemoryKeyringStore, system: Sealer | null = new FakeKeyStore()): Promise<Keyring> =>
  Keyring.open(store, { system, environment, cost })

async function filled(store: MemoryKeyringStore, system?: Sealer | null): Promise<Keyring> {
  const keyring = await open(store, system)
  await keyring.signIn(SERVER, 'the-token')
  await keyring.setKey(SPACE, KEY)
  await keyring.putLayer(SPACE, LAYER)
  return keyring
}

describe('Keyring', () => {
  it('[HO1] is the same after a restart, and holds no token or key as plain text', async () => {
    const store = new MemoryKeyringStore()
    await filled(store)
    const again = await open(store)
    expect(again.token(SERVER.url)).toBe('the-token')
    expect(again.key(SPACE)).toEqual(KEY)
    expect(again.server(SERVER.url)).toEqual(SERVER)
    expect(again.layer(SPACE, `server:${SERVER.url}`)).toEqual(LAYER)
    expect(store.text).not.toContain('the-token')
    expect(store.text).not.toContain('BwcHBwcH')
  })

  it('[HO2] loses only what was sealed when the key store changed, and takes it back', async () => {
    const store = new MemoryKeyringStore()
    await filled(store)
    const stranger = await open(store, new FakeKeyStore('another'))
    expect(stranger.safe.state.current).toEqual({ kind: 'system', isLocked: false })
    expect([stranger.token(SERVER.url), stranger.key(SPACE)]).toEqual([undefined, undefined])
    expect(stranger.space(SPACE)).toMatchObject({ keyId: keyIdOf(KEY), layers: [LAYER] })

    await stranger.setKey(SPACE, KEY)
    expect((await open(store, new FakeKeyStore('another'))).key(SPACE)).toEqual(KEY)
    // What nobody replaced is still there for the key store it was sealed by.
    expect((await open(store)).token(SERVER.url)).toBe('the-token')
  })

  it('[HO2] refuses another key for a space whose key was lost', async () => {
    const store = new MemoryKeyringStore()
    await filled(store)
    const keyring = await open(store, new FakeKeyStore('another'))
    await expect(keyring.setKey(SPACE, new Uint8Array(32))).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    expect(keyring.key(SPACE)).toBeUndefined()
  })

  it('[HO3] keeps tokens and keys in memory only where nothing can seal them', async () => {
    const store = new MemoryKeyringStore()
    const keyring = await filled(store, null)
    expect(keyring.safe.state.current).toEqual({ kind: 'memory', isLocked: false })
    expect(keyring.key(SPACE)).toEqual(KEY)
    expect(store.data.sealed).toEqual({})
    const again = await open(store, null)
    expect([again.token(SERVER.url), again.key(SPACE)]).toEqual([undefined, undefined])
    expect(again.layer(SPACE, `server:${SERVER.url}`)).toEqual(LAYER)
  })

  it('[HO4] seals with a passphrase, locked until it is entered', async () => {
    const store = new MemoryKeyringStore()
    const keyring = await filled(store, null)
    await keyring.setPassphrase('correct horse')
    expect(keyring.safe.state.current).toEqual({ kind: 'passphrase', isLocked: false })

    const again = await open(store, null)
    expect(again.safe.state.current).toEqual({ kind: 'passphrase', isLocked: true })
    expect(again.key(SPACE)).toBeUndefined()
    await expect(again.unlock('wrong horse')).rejects.toMatchObject({ detail: { code: 'wrong-passphrase' } })
    await expect(again.setPassphrase('mine now')).rejects.toMatchObject({ detail: { code: 'keys-locked' } })
    await again.unlock('correct horse')
    expect(again.key(SPACE)).toEqual(KEY)
    expect(again.token(SERVER.url)).toBe('the-token')
    expect(again.safe.state.current.isLocked).toBe(false)
  })

  it('[HO4] a forgotten passphrase is given up with what it sealed, and the words of the kit put the key right', async () => {
    const store = new MemoryKeyringStore()
    await (await filled(store, null)).setPassphrase('correct horse')
    const again = await open(store, null)
    await again.reset()
    expect(again.safe.state.current).toEqual({ kind: 'memory', isLocked: false })
    expect([again.token(SERVER.url), again.key(SPACE)]).toEqual([undefined, undefined])
    expect(again.layer(SPACE, `server:${SERVER.url}`)).toEqual(LAYER)
    await again.setKey(SPACE, KEY)
    await again.setPassphrase('another')
    const healed = await open(store, null)
    await healed.unlock('another')
    expect(healed.key(SPACE)).toEqual(KEY)
  })

  it('[HO4] another passphrase opens what was sealed before it', async () => {
    const store = new MemoryKeyringStore()
    const keyring = await filled(store, null)
    await keyring.setPassphrase('first')
    const sealedBefore = keyring.safe.seal('a secret of the journal') ?? new Uint8Array()
    await keyring.setPassphrase('second')

    const again = await open(store, null)
    await expect(again.unlock('first')).rejects.toMatchObject({ detail: { code: 'wrong-passphrase' } })
    await again.unlock('second')
    expect(again.key(SPACE)).toEqual(KEY)
    expect(again.safe.unseal(sealedBefore)).toBe('a secret of the journal')
  })

  it('[HO4] what came while it was locked is sealed when it opens', async () => {
    const store = new MemoryKeyringStore()
    await (await open(store, null)).setPassphrase('correct horse')
    const keyring = await filled(store, null)
    expect(store.data.sealed).toEqual({})
    await keyring.unlock('correct horse')
    const again = await open(store, null)
    await again.unlock('correct horse')
    expect(again.key(SPACE)).toEqual(KEY)
  })

  it('[HO5] changes nothing when it cannot be written', async () => {
    const store = new MemoryKeyringStore()
    const keyring = await open(store)
    store.failure = { code: 'disk-full', path: '/data' }
    await expect(keyring.setKey(SPACE, KEY)).rejects.toMatchObject({ detail: { code: 'disk-full' } })
    await expect(keyring.setPassphrase('x')).rejects.toMatchObject({ detail: { code: 'disk-full' } })
    expect(keyring.key(SPACE)).toBeUndefined()
    expect(keyring.safe.state.current.kind).toBe('system')
    store.failure = null
    await keyring.setKey(SPACE, KEY)
    expect((await open(store)).key(SPACE)).toEqual(KEY)
  })

  it('[HO5] keeps all of several changes made at once', async () => {
    const store = new MemoryKeyringStore()
    const keyring = await open(store)
    const urls = ['https://a.example', 'https://b.example', 'https://c.example']
    await Promise.all(urls.map((url) => keyring.signIn({ ...SERVER, url }, `token of ${url}`)))
    const again = await open(store)
    expect(urls.map((url) => again.token(url))).toEqual(urls.map((url) => `token of ${url}`))
  })
})
