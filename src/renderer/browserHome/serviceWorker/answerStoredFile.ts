import { storedFileHead } from '../../../home/files/storedFileHead'
import { IndexedDBFileStore } from '../../../layers/indexeddb/IndexedDBFileStore'
import type { FileWanted } from '../homeMessages'
import type { StoredFileAddress } from './storedFileAddress'

/** A file that is not in this browser comes from a server, or does not: a picture cannot wait for ever. */
const PATIENCE_MS = 90_000

/** Answers with a stored file, whole or the range that was asked for. `client` is the tab that shows it. */
export async function answerStoredFile(
  { spaceId, hash, mimeType }: StoredFileAddress,
  request: Request,
  client: Promise<Client | undefined>,
): Promise<Response> {
  const blob = await find(spaceId, hash, client).catch(() => undefined)
  if (!blob) {
    return new Response('This file is not here.', { status: 404, headers: { 'content-type': 'text/plain' } })
  }
  const { status, headers, range } = storedFileHead(request.headers.get('range'), blob.size, mimeType)
  return new Response(range && blob.slice(range.first, range.last + 1), { status, headers })
}

async function find(spaceId: string, hash: string, client: Promise<Client | undefined>): Promise<Blob | undefined> {
  const store = new IndexedDBFileStore(spaceId)
  try {
    const here = await store.blob(hash)
    if (here) return here
    const tab = await client
    return tab && (await bring(tab, { kind: 'file-wanted', spaceId, hash })) ? await store.blob(hash) : undefined
  } finally {
    await store.close()
  }
}

/** The tab's home knows where else the space is kept. */
function bring(tab: Client, wanted: FileWanted): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const end = (isHere: boolean): void => {
      clearTimeout(patience)
      port1.close()
      resolve(isHere)
    }
    const patience = setTimeout(() => end(false), PATIENCE_MS)
    port1.onmessage = ({ data }: MessageEvent<unknown>) => end(data === true)
    tab.postMessage(wanted, [port2])
  })
}
