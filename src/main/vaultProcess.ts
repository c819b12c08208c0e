import { AppError } from '../core/AppError'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { ElectronPort } from './ElectronPort'
import { giveWay } from './giveWay'
import { VaultJob } from './vault/VaultJob'
import type { VaultNews, VaultOrder } from './vault/vaultMessages'

/*
 * Runs in a utility process of its own, so that ten thousand files that are read or written never hold up the windows. Talks
 * to main over the process's own port, and to the space over the port an order brings along.
 */
giveWay()
const { parentPort } = process
const tell = (news: VaultNews): void => parentPort.postMessage(news)
const job = new VaultJob(nodeEnvironment, (progress) => tell({ kind: 'progress', ...progress }))

parentPort.on('message', ({ data, ports }) => {
  const order = data as VaultOrder
  const [given] = ports
  obey(order, given).catch((error: unknown) => tell({ kind: 'failed', detail: AppError.detailOf(error) }))
})

async function obey(order: VaultOrder, given: Electron.MessagePortMain | undefined): Promise<void> {
  if (order.kind === 'cancel') job.cancel()
  else if (order.kind === 'plan') tell({ kind: 'planned', plan: await job.plan(order.folder) })
  else if (given) {
    const port = new ElectronPort(given)
    port.start()
    if (order.kind === 'run') tell({ kind: 'imported', report: await job.run(port, order.spaceId, order.filesFolder) })
    else if (order.kind === 'export') tell({ kind: 'exported', report: await job.export(port, order) })
    else tell({ kind: 'undone', ...(await job.undo(port, order.spaceId, order.importId)) })
  }
}
