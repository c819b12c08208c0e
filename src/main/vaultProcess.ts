import { AppError } from '../core/AppError'
import type { VaultNews, VaultWord } from '../home/vault/vaultMessages'
import { obeyVaultMessage } from '../home/vault/obeyVaultMessage'
import { VaultJob } from '../home/vault/VaultJob'
import { FolderFileStore } from '../layers/files/FolderFileStore'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { FolderVault } from '../layers/vault/FolderVault'
import { FolderVaultWriter } from '../layers/vault/FolderVaultWriter'
import { ElectronPort } from './ElectronPort'
import { giveWay } from './giveWay'
import type { VaultOrder } from './vault/VaultOrder'

/*
 * Runs in a utility process of its own, so that ten thousand files that are read or written never hold up the windows. Talks
 * to main over the process's own port, and to the space over the port an order brings along.
 */
giveWay()
const { parentPort } = process
const job = new VaultJob(nodeEnvironment, (news) => parentPort.postMessage(news))

parentPort.on('message', ({ data, ports }) => {
  obeyVaultMessage(job, data as VaultOrder | VaultWord, (order) => obey(order, ports[0]))
})

async function obey(order: VaultOrder, given: Electron.MessagePortMain | undefined): Promise<VaultNews> {
  if (order.kind === 'plan') return { kind: 'planned', plan: await job.plan(await FolderVault.open(order.folder)) }
  if (!given) throw new AppError({ code: 'bad-request', reason: 'there is no way to the space' })
  const port = new ElectronPort(given)
  port.start()
  const { spaceId } = order
  if (order.kind === 'undo') return { kind: 'undone', ...(await job.undo(port, spaceId, order.importId)) }
  const files = new FolderFileStore(order.filesFolder)
  if (order.kind === 'run') return { kind: 'imported', report: await job.run(port, spaceId, files) }
  const openWriter = (name: string): Promise<FolderVaultWriter> => FolderVaultWriter.create(order.folder, name)
  const { report, writer } = await job.export(port, { spaceId, entryId: order.entryId, files, openWriter })
  const place = writer && ({ kind: 'folder', path: writer.folder } as const)
  return { kind: 'exported', report: { ...report, place }, download: null }
}
