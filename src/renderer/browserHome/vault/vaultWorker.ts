import { AppError } from '../../../core/AppError'
import type { FileStore } from '../../../core/space/FileStore'
import type { Port } from '../../../core/sync/Port'
import { obeyVaultMessage } from '../../../home/vault/obeyVaultMessage'
import { VaultJob } from '../../../home/vault/VaultJob'
import type { VaultNews, VaultWord } from '../../../home/vault/vaultMessages'
import { IndexedDBFileStore } from '../../../layers/indexeddb/IndexedDBFileStore'
import { messagePort } from '../../messagePort'
import { windowEnvironment } from '../../state/windowEnvironment'
import type { BrowserVaultOrder } from './BrowserVaultOrder'
import { ChosenVault } from './ChosenVault'
import { openChosenZip, openDownloadedZip, type OpenZip } from './openZip'

type ExportOrder = Extract<BrowserVaultOrder, { kind: 'export' }>

/** What of a worker is used here; its types and those of pages, which the texts of documents need, exclude each other. */
declare const self: Pick<MessagePort, 'onmessage' | 'postMessage'>

/*
 * What the process that imports and exports is on the desktop: a tab starts it, and ends it when it is done. It has the space
 * over a port of its own, and reads stored files by itself.
 */
const job = new VaultJob(windowEnvironment(), (news) => self.postMessage(news))

self.onmessage = ({ data, ports: [port] }: MessageEvent<BrowserVaultOrder | VaultWord>) => {
  obeyVaultMessage(job, data, (order) => obey(order, port))
}

async function obey(order: BrowserVaultOrder, given: MessagePort | undefined): Promise<VaultNews> {
  if (order.kind === 'plan') return { kind: 'planned', plan: await job.plan(new ChosenVault(order.folder)) }
  if (!given) throw new AppError({ code: 'bad-request', reason: 'there is no way to the space' })
  const port = messagePort(given)
  const { spaceId } = order
  if (order.kind === 'undo') return { kind: 'undone', ...(await job.undo(port, spaceId, order.importId)) }
  const files = new IndexedDBFileStore(spaceId)
  try {
    if (order.kind === 'run') return { kind: 'imported', report: await job.run(port, spaceId, files) }
    return await exported(order, port, files)
  } finally {
    await files.close()
  }
}

async function exported({ spaceId, entryId, file }: ExportOrder, port: Port, files: FileStore): Promise<VaultNews> {
  let zip: OpenZip | undefined
  const openWriter = async (name: string): Promise<OpenZip['writer']> => {
    zip = file ? await openChosenZip(file) : openDownloadedZip(name)
    return zip.writer
  }
  const { report, writer } = await job.export(port, { spaceId, entryId, files, openWriter })
  const place = writer && ({ kind: file ? 'file' : 'download', name: writer.name } as const)
  return { kind: 'exported', report: { ...report, place }, download: (writer && zip?.download()) ?? null }
}
