import { AppError } from '../core/AppError'
import { decodeBase64Url, encodeBase64Url } from '../core/keys/base64url'
import { keyIdOf, type SpaceKey } from '../core/keys/SpaceKey'
import { Writable, type Readable } from '../core/Readable'
import type { SpaceId } from '../core/space/Space'
import { layerIdOf, type KeyringData, type LayerEntry, type ServerEntry, type SpaceEntry } from './keyringData'
import type { KeyringStore } from './KeyringStore'
import { KeySafe, type KeySafeOptions } from './KeySafe'
import { SealedValues } from './SealedValues'

/** What a home has of servers and spaces, without tokens and keys. */
export type KeyringEntries = Pick<KeyringData, 'servers' | 'spaces'>

type Changes = Readonly<Record<string, string | null>>

const unknownSpace: Omit<SpaceEntry, 'id'> = { keyId: null, isKitChecked: false, layers: [] }

/**
 * The servers this machine is signed in to, the keys of its spaces, and which layers each space has. A change is durable
 * first and in effect then; one that cannot be written rejects and changes nothing.
 */
export class Keyring {
  readonly safe: KeySafe
  readonly #entries: Writable<KeyringEntries>
  #values: SealedValues
  #lock: KeyringData['lock']
  #changing: Promise<void> = Promise.resolve()

  private constructor(
    readonly store: KeyringStore,
    options: KeySafeOptions,
    { servers, spaces, sealed, lock }: KeyringData,
  ) {
    this.safe = new KeySafe(options, lock)
    this.#lock = lock
    this.#entries = new Writable({ servers, spaces })
    this.#values = new SealedValues(this.safe, sealed)
  }

  static async open(store: KeyringStore, options: KeySafeOptions): Promise<Keyring> {
    return new Keyring(store, options, await store.read())
  }

  get entries(): Readable<KeyringEntries> {
    return this.#entries
  }

  server(url: string): ServerEntry | undefined {
    return this.#entries.current.servers.find((server) => server.url === url)
  }

  space(id: SpaceId): SpaceEntry | undefined {
    return this.#entries.current.spaces.find((space) => space.id === id)
  }

  /** It has a key, and somebody keeps the kit without which nothing sealed could be had back. */
  isSealable(id: SpaceId): boolean {
    const space = this.space(id)
    return Boolean(space?.keyId) && space?.isKitChecked === true
  }

  layer(spaceId: SpaceId, layerId: string): LayerEntry | undefined {
    return this.space(spaceId)?.layers.find((layer) => layerIdOf(layer) === layerId)
  }

  /** Undefined when signed out, or while it cannot be opened here. */
  token(url: string): string | undefined {
    return this.#values.get(tokenOf(url))
  }

  /** Undefined when the space has none, or while it cannot be opened here. */
  key(spaceId: SpaceId): SpaceKey | undefined {
    const text = this.#values.get(keyOf(spaceId))
    return text === undefined ? undefined : decodeBase64Url(text)
  }

  signIn(server: ServerEntry, token: string): Promise<void> {
    return this.#change(
      (entries) => ({ ...entries, servers: [...entries.servers.filter(({ url }) => url !== server.url), server] }),
      { [tokenOf(server.url)]: token },
    )
  }

  /** The server is still known, its token is gone. */
  signOut(url: string): Promise<void> {
    return this.#change((entries) => entries, { [tokenOf(url)]: null })
  }

  /** Rejects with AppError `wrong-key` when something is sealed with another one already. */
  setKey(spaceId: SpaceId, key: SpaceKey): Promise<void> {
    const keyId = keyIdOf(key)
    return this.#change(
      (entries) =>
        withSpace(entries, spaceId, (known) => {
          if (known.keyId === keyId) return {}
          if (known.layers.some(({ isEncrypted }) => isEncrypted)) throw new AppError({ code: 'wrong-key' })
          return { keyId, isKitChecked: false }
        }),
      { [keyOf(spaceId)]: encodeBase64Url(key) },
    )
  }

  kitChecked(spaceId: SpaceId): Promise<void> {
    return this.#change((entries) => withSpace(entries, spaceId, () => ({ isKitChecked: true })))
  }

  /** Adds the layer, or replaces the entry of the same id. */
  putLayer(spaceId: SpaceId, layer: LayerEntry): Promise<void> {
    const id = layerIdOf(layer)
    return this.#change((entries) =>
      withSpace(entries, spaceId, ({ layers }) => ({
        layers: [...layers.filter((other) => layerIdOf(other) !== id), layer],
      })),
    )
  }

  pauseLayer(spaceId: SpaceId, layerId: string, isPaused: boolean): Promise<void> {
    return this.#change((entries) =>
      withSpace(entries, spaceId, ({ layers }) => ({
        layers: layers.map((layer) => (layerIdOf(layer) === layerId ? { ...layer, isPaused } : layer)),
      })),
    )
  }

  removeLayer(spaceId: SpaceId, layerId: string): Promise<void> {
    return this.#change((entries) =>
      withSpace(entries, spaceId, ({ layers }) => ({ layers: layers.filter((layer) => layerIdOf(layer) !== layerId) })),
    )
  }

  /** Sets or changes the passphrase that opens everything here. Rejects with AppError `keys-locked`. */
  async setPassphrase(passphrase: string): Promise<void> {
    const lock = await this.safe.lockWith(passphrase)
    // The lock is on disk before anything is sealed that only it can open.
    await this.#change((entries) => entries, {}, lock)
    this.safe.use(lock)
    await this.#sealAgain()
  }

  /** Rejects with AppError `wrong-passphrase`. */
  async unlock(passphrase: string): Promise<void> {
    await this.safe.unlock(passphrase)
    await this.#sealAgain()
  }

  /** Forgets the passphrase and all that only it can open: logins and keys have to be given again. */
  async reset(): Promise<void> {
    const lost = Object.keys(this.#values.sealed).filter((name) => this.#values.get(name) === undefined)
    await this.#change((entries) => entries, Object.fromEntries(lost.map((name) => [name, null])), null)
    this.safe.forget()
    await this.#sealAgain()
  }

  #sealAgain(): Promise<void> {
    return this.#change((entries) => ({ ...entries }))
  }

  /** One after the other, so that none writes over what another has just written. */
  #change(
    edit: (now: KeyringEntries) => KeyringEntries,
    values: Changes = {},
    lock?: KeyringData['lock'],
  ): Promise<void> {
    const change = async (): Promise<void> => {
      const entries = edit(this.#entries.current)
      const next = this.#values.with(values)
      const nextLock = lock === undefined ? this.#lock : lock
      await this.store.write({ format: 1, lock: nextLock, ...entries, sealed: next.sealed })
      this.#values = next
      this.#lock = nextLock
      this.#entries.set({ ...entries })
    }
    const changed = this.#changing.then(change)
    this.#changing = changed.catch(() => undefined)
    return changed
  }
}

function tokenOf(url: string): string {
  return `token:${url}`
}

function keyOf(spaceId: SpaceId): string {
  return `key:${spaceId}`
}

function withSpace(
  entries: KeyringEntries,
  id: SpaceId,
  change: (space: SpaceEntry) => Partial<SpaceEntry>,
): KeyringEntries {
  const known = entries.spaces.find((space) => space.id === id) ?? { id, ...unknownSpace }
  return { ...entries, spaces: [...entries.spaces.filter((space) => space.id !== id), { ...known, ...change(known) }] }
}
