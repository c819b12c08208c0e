import type { KeysState, ServerSummary, SpaceSyncSummary } from '../bridge/contract'
import type { Environment } from '../core/environment'
import type { Readable } from '../core/Readable'
import type { FileStore } from '../core/space/FileStore'
import { Compactor, type CompactorOptions } from '../core/space/compaction/Compactor'
import type { SpaceId } from '../core/space/Space'
import { Ciphers } from './Ciphers'
import { Connecting } from './Connecting'
import { FileArrivals } from './FileArrivals'
import type { MakeLayer } from './HomeLayer'
import { Invitations } from './Invitations'
import type { Keyring } from './Keyring'
import { KitDesk } from './KitDesk'
import type { Network } from './ServerConnection'
import { Servers } from './Servers'
import type { SpaceCatalogue } from './SpaceCatalogue'
import { SyncDesk } from './SyncDesk'

export interface GroveHomeOptions {
  readonly keyring: Keyring
  readonly catalogue: SpaceCatalogue
  readonly network: Network
  readonly environment: Environment
  /** What servers list this device as. */
  readonly deviceName: string
  readonly filesOf: (id: SpaceId) => FileStore
  readonly makeLayer: MakeLayer
  /** How spaces are kept quick to open here, and who is told. */
  readonly compaction: Pick<CompactorOptions, 'compact' | 'onNews'>
}

/** What the desktop's main process and the browser's worker have in common: keys, servers, and spaces kept in step. */
export class GroveHome {
  readonly keyring: Keyring
  readonly catalogue: SpaceCatalogue
  readonly ciphers: Ciphers
  readonly servers: Servers
  readonly desk: SyncDesk
  readonly kits: KitDesk
  readonly connecting: Connecting
  readonly invitations: Invitations
  readonly arrivals: FileArrivals
  readonly filesOf: GroveHomeOptions['filesOf']
  readonly #compactor: Compactor

  constructor(options: GroveHomeOptions) {
    const { keyring, catalogue, network, environment, deviceName, filesOf, makeLayer, compaction } = options
    this.keyring = keyring
    this.catalogue = catalogue
    this.ciphers = new Ciphers(keyring, environment)
    this.servers = new Servers({
      keyring,
      network,
      environment,
      deviceName,
      onEntered: (url) => this.desk.retryServer(url),
    })
    this.desk = new SyncDesk({
      keyring,
      ciphers: this.ciphers,
      servers: this.servers,
      environment,
      hold: (id) => catalogue.hold(id),
      filesOf,
      make: makeLayer,
    })
    this.kits = new KitDesk(keyring, environment)
    const { ciphers, servers, desk } = this
    this.connecting = new Connecting({ keyring, ciphers, servers, catalogue, desk, environment })
    this.invitations = new Invitations(this)
    this.filesOf = filesOf
    this.arrivals = new FileArrivals((id) => this.desk.runsOf(id), environment)
    this.#compactor = new Compactor({ environment, ...compaction })
  }

  get keysState(): Readable<KeysState> {
    return this.keyring.safe.state
  }

  get serverSummaries(): Readable<readonly ServerSummary[]> {
    return this.servers.summaries
  }

  get syncSummaries(): Readable<readonly SpaceSyncSummary[]> {
    return this.desk.summaries
  }

  /** Spaces with layers open and begin to follow; nothing waits for it. */
  start(): void {
    this.keyring.safe.state.subscribe(() => void this.#reopenSecrets())
    this.desk.start()
    this.catalogue.onOpen((open) => this.#compactor.watch(open))
  }

  /** In place of `start`: spaces are used on this machine alone. */
  rest(): void {
    this.desk.rest()
  }

  /** The machine woke up, or the network is back. */
  retryNow(): void {
    this.desk.retryNow()
  }

  /** What seals secrets has changed: those that could not be read are, and those that could not be sealed are. */
  async #reopenSecrets(): Promise<void> {
    for (const { journal, secrets } of await this.catalogue.held()) {
      secrets.merge(await journal.loadSecrets())
      journal.saveSecrets(secrets.records())
    }
  }

  /** Before the spaces close. Leaves no call and no timer of its own; the layers give what they can when their spaces close. */
  async close(): Promise<void> {
    await Promise.all([this.desk.close(), this.#compactor.close()])
  }
}
