import type { AppSettings } from '../../bridge/contract'
import type { BridgeClient } from './BridgeClient'
import type { Toasts } from './Toasts.svelte'

const DEFAULTS: AppSettings = {
  theme: 'system',
  spellCheck: true,
  lastSpaceId: null,
  sidebarWidth: 264,
  userName: '',
  looksForUpdates: true,
}

/** The settings of this machine, the same in all windows. A change shows at once and is then sent to main. */
export class Settings {
  current = $state.raw<AppSettings>(DEFAULTS)

  constructor(
    readonly bridge: BridgeClient,
    readonly toasts: Toasts,
  ) {
    bridge.on('settings.changed', (settings) => (this.current = settings))
  }

  async load(): Promise<void> {
    this.current = await this.bridge.request('settings.get', undefined)
  }

  change(changes: {
    theme?: AppSettings['theme']
    spellCheck?: boolean
    lastSpaceId?: string
    sidebarWidth?: number
    userName?: string
    looksForUpdates?: boolean
  }): void {
    this.current = { ...this.current, ...changes }
    this.bridge.request('settings.set', changes).catch((error: unknown) => this.toasts.problem(error))
  }
}
