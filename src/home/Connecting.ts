import type { RemoteSpaceSummary } from '../bridge/contract'
import type { SpaceOnServer } from '../core/account/serverApi'
import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { PLAIN_CIPHER } from '../core/keys/plainCipher'
import { keyOfWords } from '../core/keys/RecoveryKit'
import { sealedCipher } from '../core/keys/sealedCipher'
import { keyIdOf, type SpaceKey } from '../core/keys/SpaceKey'
import type { SpaceId } from '../core/space/Space'
import { arrival } from './arrival'
import type { Ciphers } from './Ciphers'
import type { Keyring } from './Keyring'
import { layerIdOf, type LayerEntry } from './keyringData'
import type { Servers } from './Servers'
import type { SpaceCatalogue } from './SpaceCatalogue'
import type { SyncDesk } from './SyncDesk'

export interface ConnectingOptions {
  readonly keyring: Keyring
  readonly ciphers: Ciphers
  readonly servers: Servers
  readonly catalogue: SpaceCatalogue
  readonly desk: SyncDesk
  readonly environment: Environment
}

/** What tells of a space on a server, in a list or an invite. */
export type OfferedSpace = Pick<SpaceOnServer, 'keyId' | 'label'>

/** Brings spaces to servers, and from servers here. */
export class Connecting {
  readonly #options: ConnectingOptions

  constructor(options: ConnectingOptions) {
    this.#options = options
  }

  /** The space goes to the server, or is in step with what is there already. Nothing is sent before its kit was checked. */
  async connect(spaceId: SpaceId, url: string, isEncrypted: boolean): Promise<void> {
    const { keyring, ciphers, servers } = this.#options
    const server = servers.entered(url)
    const open = await this.#options.catalogue.hold(spaceId)
    if (isEncrypted && !keyring.space(spaceId)?.isKitChecked) throw new AppError({ code: 'kit-unchecked' })
    const cipher = ciphers.of(spaceId, isEncrypted)
    const name = (await open.look())?.name ?? ''
    const label = cipher.sealLabel(name)
    const there = await server.ask((api) => api.createSpace({ id: spaceId, keyId: cipher.keyId, label }))
    if (there.keyId !== cipher.keyId) throw new AppError({ code: 'wrong-key' })
    await this.#putLayer(spaceId, url, isEncrypted)
  }

  /** What is on either side stays there. */
  disconnect(spaceId: SpaceId, layerId: string): Promise<void> {
    return this.#options.keyring.removeLayer(spaceId, layerId)
  }

  async spacesOn(url: string): Promise<readonly RemoteSpaceSummary[]> {
    const [offered, here] = await Promise.all([
      this.#options.servers.entered(url).ask((api) => api.spaces()),
      this.#options.catalogue.list(),
    ])
    return offered.map((space) => ({
      id: space.id,
      name: this.nameOf(space, this.keyFor(space.id, space.keyId)),
      role: space.role,
      members: space.members,
      sizeBytes: space.sizeBytes,
      isEncrypted: space.keyId !== null,
      isHere: here.some(({ id }) => id === space.id),
      needsKey: space.keyId !== null && !this.keyFor(space.id, space.keyId),
    }))
  }

  /** A space of this account comes here. */
  async bring(url: string, spaceId: SpaceId, words?: string): Promise<void> {
    const spaces = await this.#options.servers.entered(url).ask((api) => api.spaces())
    const offered = spaces.find(({ id }) => id === spaceId)
    if (!offered) throw new AppError({ code: 'no-access', space: spaceId })
    await this.take(url, spaceId, offered, words === undefined ? null : keyOfWords(words), words !== undefined)
  }

  /**
   * The space as this server offers it comes here: made, connected, and waited for until there is something of it. With a
   * key that is not its own nothing is made. `hasKit`: the person has the recovery kit.
   */
  async take(
    url: string,
    spaceId: SpaceId,
    offered: OfferedSpace,
    given: SpaceKey | null,
    hasKit: boolean,
  ): Promise<void> {
    const { keyring, catalogue, desk } = this.#options
    const key = this.#keyToTake(spaceId, offered.keyId, given)
    if (key) await keyring.setKey(spaceId, key)
    if (key && hasKit) await keyring.kitChecked(spaceId)
    await catalogue.adopt(spaceId, this.nameOf(offered, key) ?? `Space ${spaceId.slice(0, 6)}`)
    await arrival(await desk.run(spaceId, await this.#putLayer(spaceId, url, offered.keyId !== null)))
  }

  /** The key that is here for what a server has, if it is that one. */
  keyFor(spaceId: SpaceId, keyId: string | null): SpaceKey | undefined {
    const key = this.#options.keyring.key(spaceId)
    return key && keyIdOf(key) === keyId ? key : undefined
  }

  /** What a server's label says; null when it cannot be read here. */
  nameOf({ keyId, label }: OfferedSpace, key: SpaceKey | undefined): string | null {
    if (label === null || (keyId !== null && !key)) return null
    const cipher = key ? sealedCipher(key, this.#options.environment) : PLAIN_CIPHER
    return cipher.openLabel(label) || null
  }

  /** Undefined: it needs none. */
  #keyToTake(spaceId: SpaceId, keyId: string | null, given: SpaceKey | null): SpaceKey | undefined {
    if (keyId === null) {
      // Somebody expects it to be sealed: what a server says otherwise is not to be believed.
      if (given) throw new AppError({ code: 'wrong-key' })
      return undefined
    }
    if (given && keyIdOf(given) !== keyId) throw new AppError({ code: 'wrong-key' })
    const key = given ?? this.keyFor(spaceId, keyId)
    if (!key) throw new AppError({ code: 'key-missing', space: spaceId })
    return key
  }

  /** Returns the layer's id; one that is there already, paused or not, stays as it is. */
  async #putLayer(spaceId: SpaceId, url: string, isEncrypted: boolean): Promise<string> {
    const { keyring } = this.#options
    const layer: LayerEntry = { kind: 'server', place: url, isEncrypted, isPaused: false }
    const id = layerIdOf(layer)
    if (!keyring.layer(spaceId, id)) await keyring.putLayer(spaceId, layer)
    return id
  }
}
