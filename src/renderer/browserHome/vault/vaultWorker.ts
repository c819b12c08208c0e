import { AppError } from '../../../core/AppError'
import { obeyVaultMessage } from '../../../home/vault/obeyVaultMessage'
import { VaultJob } from '../../../home/vault/VaultJob'
import type { VaultNews, VaultWord } from '../../../home/vault/vaultMessages'
import { IndexedDBFileStore } from '../../../layers/indexeddb/IndexedDBFileStore'
import { messagePort } from '../../messagePort'
import { windowEnvironment } from '../../state/windowEnvironment'
import type { BrowserVaultOrder } from './BrowserVaultOrder'
import { openChosenZip, openDownloadedZip, type OpenZip } from './openZip'

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

async function obey({ spaceId, entryId, file }: BrowserVaultOrder, port: MessagePort | undefined): Promise<VaultNews> {
  if (!port) throw new AppError({ code: 'bad-request', reason: 'there is no way to the space' })
  const files = new IndexedDBFileStore(spaceId)
  let zip: OpenZip | undefined
  const openWriter = async (name: string): Promise<OpenZip['writer']> => {
    zip = file ? await openChosenZip(file) : openDownloadedZip(name)
    return zip.writer
  }
  try {
    const { report, writer } = await job.export(messagePort(port), { spaceId, entryId, files, openWriter })
    const place = writer && ({ kind: file ? 'file' : 'download', name: writer.name } as const)
    return { kind: 'exported', report: { ...report, place }, download: (writer && zip?.download()) ?? null }
  } finally {
    await files.close()
  }
}
