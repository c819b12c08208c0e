import { strFromU8, unzipSync } from 'fflate'
import { deleteDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseMarkdown } from '../../../apps/page/markdown/parseMarkdown'
import { replacePageBody } from '../../../apps/page/PageModel'
import { AppError } from '../../../core/AppError'
import type { Space } from '../../../core/space/Space'
import type { SpaceManager } from '../../../core/space/SpaceManager'
import type { VaultProgress } from '../../../core/space/VaultControl'
import { SpaceHost } from '../../../core/sync/SpaceHost'
import { VaultHelper } from '../../../home/vault/VaultHelper'
import type { VaultNews } from '../../../home/vault/vaultMessages'
import { IndexedDBFileStore } from '../../../layers/indexeddb/IndexedDBFileStore'
import { messagePort } from '../../messagePort'
import { windowEnvironment } from '../../state/windowEnvironment'
import { setUpSpaceManager } from '../home/spaceManagerSetup'
import { startVaultWorker } from '../page/startVaultWorker'
import type { BrowserVaultOrder } from './BrowserVaultOrder'

type Exported = Extract<VaultNews, { kind: 'exported' }>

const environment = windowEnvironment()
const picture = new Uint8Array([1, 2, 3])

let manager: SpaceManager
let host: SpaceHost
let space: Space
let files: IndexedDBFileStore
let hash: string
let helper: VaultHelper<BrowserVaultOrder, MessagePort>
let progress: VaultProgress[]
let bring: (hash: string) => Promise<void>

beforeEach(async () => {
  manager = setUpSpaceManager({ seal: () => undefined, unseal: () => undefined }, environment)
  host = new SpaceHost(manager)
  const open = await manager.createSpace({ name: 'Gar/den', color: 'green', icon: '🌳' })
  space = await open.space()
  files = new IndexedDBFileStore(space.id)
  hash = (await files.put(picture)).hash
  const folder = space.entries.createFolder(space.contentId, 'Trips')
  const { doc } = parseMarkdown('Take the **28**.\n')
  const lisbon = space.createPage(folder, 'Lisbon', { write: ({ tree }) => replacePageBody(tree, doc) }).entryId
  const start = {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'pageLink', attrs: { entryId: lisbon, target: '' } },
          { type: 'image', attrs: { hash, target: 'map.png' } },
        ],
      },
    ],
  }
  space.createPage(space.contentId, 'Start', { write: ({ tree }) => replacePageBody(tree, start) })
  await open.flush()
  progress = []
  bring = () => Promise.reject(new AppError({ code: 'file-elsewhere', asked: 'nobody' }))
  helper = new VaultHelper(startVaultWorker, {
    onProgress: (told) => progress.push(told),
    bring: (wanted) => bring(wanted),
  })
})
afterEach(async () => {
  helper.end()
  await files.close()
  await host.close()
  await manager.closeAll()
  await deleteDB(`grove-space-${space.id}`)
})

function exported(file: FileSystemFileHandle | null): Promise<Exported> {
  const { port1, port2 } = new MessageChannel()
  host.accept(messagePort(port1))
  return helper.ask({ kind: 'export', spaceId: space.id, entryId: null, file }, 'exported', port2)
}

/** What a person chose: real files of the browser, which a test can choose without a dialog. */
async function chosen(name: string): Promise<FileSystemFileHandle> {
  return (await navigator.storage.getDirectory()).getFileHandle(name, { create: true })
}

async function namesInRoot(): Promise<string[]> {
  const names: string[] = []
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name)
  return names
}

async function unzipped(blob: Blob): Promise<Record<string, string>> {
  const entries = Object.entries(unzipSync(new Uint8Array(await blob.arrayBuffer())))
  return Object.fromEntries(entries.map(([path, content]) => [path, strFromU8(content, true)]))
}

const whole = {
  'Trips/': '',
  'Trips/Lisbon.md': 'Take the **28**.\n',
  'Start.md': '[[Lisbon]]![[attachments/map.png]]\n',
  'attachments/map.png': '\u0001\u0002\u0003',
}

describe('the worker that exports', () => {
  it('[BR21] gives the page a zip file to download, with the names and links of a folder', async () => {
    const { report, download } = await exported(null)
    expect(report).toEqual({
      place: { kind: 'download', name: 'Gar_den.zip' },
      ...{ documents: 2, folders: 1, files: 1, lost: [] },
    })
    expect(download?.type).toBe('application/zip')
    expect(await unzipped(download!)).toEqual(whole)
    expect(progress[0]).toMatchObject({ done: 0, total: 2 })
  })

  it('[BR22] writes into the file a person chose, and has nothing left to download', async () => {
    const file = await chosen('Mine.zip')
    const { report, download } = await exported(file)
    expect([report.place, download]).toEqual([{ kind: 'file', name: 'Mine.zip' }, null])
    expect(await unzipped(await file.getFile())).toEqual(whole)
  })

  it('[BR23] a file that is not in this browser is brought by the home, as the worker asks for it', async () => {
    await files.close()
    await deleteFile()
    files = new IndexedDBFileStore(space.id)
    bring = async (wanted) => {
      expect(wanted).toBe(hash)
      await files.put(picture)
    }
    const { report, download } = await exported(null)
    expect(report.lost).toEqual([])
    expect(await unzipped(download!)).toEqual(whole)
    expect(progress).toContainEqual(expect.objectContaining({ path: 'attachments/map.png', isComing: true }))
  })

  it('[EX4, EX9] leaves nothing of a file when it is stopped', async () => {
    await deleteFile()
    bring = () => {
      helper.cancel()
      return new Promise(() => undefined)
    }
    const file = await chosen('Stopped.zip')
    expect((await exported(file)).report.place).toBeNull()
    expect(await namesInRoot()).not.toContain('Stopped.zip')
  })

  it('[EX12] says why the file cannot be written', async () => {
    const file = await chosen('Taken.zip')
    const exclusive = { mode: 'exclusive' } as FileSystemCreateWritableOptions
    const other = await file.createWritable(exclusive)
    const failed = exported(file).catch((error: unknown) => AppError.detailOf(error))
    expect(await failed).toEqual({ code: 'not-exported', path: 'Taken.zip', reason: 'something else is using it' })
    await other.abort()
  })
})

async function deleteFile(): Promise<void> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(`grove-space-${space.id}`)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error ?? new Error('no database'))
  })
  const write = db.transaction('file', 'readwrite')
  write.objectStore('file').delete(hash)
  await new Promise((resolve) => {
    write.oncomplete = resolve
  })
  db.close()
}
