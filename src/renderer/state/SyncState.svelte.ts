import { createSubscriber } from 'svelte/reactivity'
import type { KeysState, ServerSummary, SpaceSyncSummary } from '../../bridge/contract'
import type { Cancel, Environment } from '../../core/environment'
import type { BridgeClient } from './BridgeClient'

const TICK_MS = 20_000

/**
 * Where the spaces of this machine are kept besides it, the servers it knows, and where its keys lie: the home's words,
 * never a guess. The same in all windows.
 */
export class SyncState {
  spaces = $state.raw<readonly SpaceSyncSummary[]>([])
  servers = $state.raw<readonly ServerSummary[]>([])
  /** Undefined until the home has said it. */
  keys = $state.raw<KeysState>()
  readonly #tick: () => void

  constructor(
    readonly bridge: BridgeClient,
    readonly environment: Pick<Environment, 'now' | 'timers'>,
  ) {
    this.#tick = createSubscriber((update) => {
      let cancel: Cancel
      const wait = (): void => {
        cancel = environment.timers.after(TICK_MS, () => {
          update()
          wait()
        })
      }
      wait()
      return () => cancel()
    })
    bridge.on('sync.changed', (spaces) => (this.spaces = spaces))
    bridge.on('servers.changed', (servers) => (this.servers = servers))
    bridge.on('keys.changed', (keys) => (this.keys = keys))
  }

  /** What cannot be had now stays unknown; the home tells it as soon as it changes. */
  async load(): Promise<void> {
    const [spaces, servers, keys] = await Promise.allSettled([
      this.bridge.request('sync.state', undefined),
      this.bridge.request('servers.list', undefined),
      this.bridge.request('keys.state', undefined),
    ])
    if (spaces.status === 'fulfilled') this.spaces = spaces.value
    if (servers.status === 'fulfilled') this.servers = servers.value
    if (keys.status === 'fulfilled') this.keys = keys.value
  }

  /** Milliseconds since 1970. What shows "2 minutes ago" is shown again as time goes by. */
  now(): number {
    this.#tick()
    return this.environment.now()
  }

  of(spaceId: string): SpaceSyncSummary {
    const known = this.spaces.find((space) => space.spaceId === spaceId)
    return known ?? { spaceId, layers: [], hasKey: false, isKitChecked: false }
  }

  /** Nobody takes what is changed here: every server that has the space lets this person only read it. */
  isReader(spaceId: string): boolean {
    const roles = this.of(spaceId).layers.flatMap(({ role }) => role ?? [])
    return roles.length > 0 && roles.every((role) => role === 'viewer')
  }

  server(url: string): ServerSummary | undefined {
    return this.servers.find((server) => server.url === url)
  }
}
