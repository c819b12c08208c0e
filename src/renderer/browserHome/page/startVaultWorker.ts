import type { HelperEvents } from '../../../home/HelperProcess'
import type { VaultWorkplace } from '../../../home/vault/VaultHelper'
import type { VaultNews } from '../../../home/vault/vaultMessages'
import type { BrowserVaultOrder } from '../vault/BrowserVaultOrder'

/** Starts a worker that imports or exports for this tab. */
export function startVaultWorker({
  onNews,
  onGone,
}: HelperEvents<VaultNews>): VaultWorkplace<BrowserVaultOrder, MessagePort> {
  const worker = new Worker(new URL('../vault/vaultWorker.ts', import.meta.url), {
    type: 'module',
    name: 'grove-vault',
  })
  worker.onmessage = ({ data }: MessageEvent<VaultNews>) => onNews(data)
  worker.onerror = onGone
  return {
    tell: (message, port) => worker.postMessage(message, port ? [port] : []),
    end: () => worker.terminate(),
  }
}
