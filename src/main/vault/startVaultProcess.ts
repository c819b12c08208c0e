import path from 'node:path'
import { utilityProcess, type MessagePortMain } from 'electron'
import type { HelperEvents } from '../../home/HelperProcess'
import type { VaultWorkplace } from '../../home/vault/VaultHelper'
import type { VaultNews } from '../../home/vault/vaultMessages'
import type { VaultOrder } from './VaultOrder'

/** Starts a process that imports or exports. */
export function startVaultProcess({
  onNews,
  onGone,
}: HelperEvents<VaultNews>): VaultWorkplace<VaultOrder, MessagePortMain> {
  const child = utilityProcess.fork(path.join(__dirname, 'vaultProcess.cjs'), [], {
    serviceName: 'Grove import and export',
  })
  child.on('message', onNews)
  child.once('exit', onGone)
  return {
    tell: (message, port) => child.postMessage(message, port ? [port] : []),
    end: () => void child.kill(),
  }
}
