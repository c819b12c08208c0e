import { VaultHelper, VAULT_GONE, type VaultEvents } from '../../../home/vault/VaultHelper'
import type { BrowserVaultOrder } from '../vault/BrowserVaultOrder'
import type { BrowserBridge } from './BrowserBridge'
import { startVaultWorker } from './startVaultWorker'

export type TabVault = VaultHelper<BrowserVaultOrder, MessagePort>

/** A worker that imports or exports for this tab. It ends with the home: what it has of the space leads nowhere then. */
export function startTabVault(bridge: BrowserBridge, events: VaultEvents): TabVault {
  let stopListening = (): void => undefined
  const helper: TabVault = new VaultHelper(({ onNews, onGone }) => {
    const gone = (): void => {
      stopListening()
      onGone()
    }
    const worker = startVaultWorker({ onNews, onGone: gone })
    return {
      tell: (message, port) => worker.tell(message, port),
      end: () => {
        stopListening()
        worker.end()
      },
    }
  }, events)
  stopListening = bridge.onHomeGone(() => helper.end(VAULT_GONE))
  return helper
}
