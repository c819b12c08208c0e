import { Attempt } from '../../state/Attempt.svelte'
import type { BridgeClient } from '../../state/BridgeClient'
import type { SyncState } from '../../state/SyncState.svelte'
import { KitFlow } from './kit/KitFlow.svelte'

export type SyncSpaceStep = 'server' | 'kit' | 'connecting' | 'connected'

/**
 * A space on its way to a server: which one, whether encrypted, the recovery kit first. Nothing is sent before `connect`,
 * and that waits for a kit that was read back.
 */
export class SyncSpaceFlow {
  step = $state<SyncSpaceStep>('server')
  url = $state<string>()
  isEncrypted = $state(true)
  readonly attempt = new Attempt()
  readonly kit: KitFlow

  constructor(
    readonly bridge: BridgeClient,
    readonly sync: SyncState,
    readonly spaceId: string,
  ) {
    this.kit = new KitFlow(bridge, spaceId)
    this.url = this.#free()[0]
  }

  /** Servers one is signed in to that do not keep this space yet. */
  get servers(): readonly string[] {
    return this.#free()
  }

  async go(): Promise<void> {
    if (this.url === undefined) return
    if (!this.isEncrypted || this.sync.of(this.spaceId).isKitChecked) return this.connect()
    this.step = 'kit'
    await this.kit.load()
  }

  async connect(): Promise<void> {
    const { url, spaceId, isEncrypted } = this
    if (url === undefined) return
    const before = this.step
    this.step = 'connecting'
    const done = await this.attempt.run(async () => {
      await this.bridge.request('sync.connect', { spaceId, url, encrypted: isEncrypted })
      return true
    })
    this.step = done ? 'connected' : before === 'kit' ? 'server' : before
  }

  #free(): string[] {
    const kept = this.sync.of(this.spaceId).layers.map((layer) => layer.place)
    return this.sync.servers.flatMap(({ url, isSignedIn }) => (isSignedIn && !kept.includes(url) ? [url] : []))
  }
}
