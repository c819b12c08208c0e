import type { UpdatesSummary } from '../../bridge/contract'
import type { BridgeClient } from './BridgeClient'
import type { Toasts } from './Toasts.svelte'

/** The next version of Grove, as the home tells it. The same in all windows. */
export class UpdatesState {
  /** Undefined until the home has said it; for ever where pages bring their own versions. */
  current = $state.raw<UpdatesSummary>()

  constructor(
    readonly bridge: BridgeClient,
    readonly toasts: Toasts,
  ) {
    bridge.on('updates.changed', (summary) => (this.current = summary))
  }

  async load(): Promise<void> {
    this.current = await this.bridge.request('updates.state', undefined).catch(() => undefined)
  }

  check(): void {
    this.#ask('updates.check')
  }

  download(): void {
    this.#ask('updates.download')
  }

  cancel(): void {
    this.#ask('updates.cancel')
  }

  install(): void {
    this.#ask('updates.install')
  }

  #ask(name: 'updates.check' | 'updates.download' | 'updates.cancel' | 'updates.install'): void {
    this.bridge.request(name, undefined).then(
      (summary) => (this.current = summary),
      (error: unknown) => this.toasts.problem(error),
    )
  }
}
