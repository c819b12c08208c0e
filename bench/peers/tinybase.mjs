// TinyBase's WebSocket server and synchronizer over MergeableStores with file persisters, as its docs show: one store for the
// space, one row per page, one cell per property. The file is written whole after each change and not synced to the disk.
import { createMergeableStore } from 'tinybase'
import { createFilePersister } from 'tinybase/persisters/persister-file'
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client'
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import { changesOf, EDITS_PER_DOCUMENT, keyOf, TITLE, valueOf } from '../sync/work.mjs'

// With the usual second, its larger requests are given up and the stores never meet; but whoever comes first to a server waits
// so long for an answer that never comes.
const REQUEST_TIMEOUT_S = 5
const PAGES = 'pages'

export async function startServer(folder) {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => sockets.once('listening', resolve))
  createWsServer(
    sockets,
    (path) => createFilePersister(createMergeableStore(), join(folder, `${path}.json`)),
    undefined,
    REQUEST_TIMEOUT_S,
  )
  return `ws://127.0.0.1:${sockets.address().port}/space`
}

export function openClient({ folder, work }) {
  const store = createMergeableStore()
  const persister = createFilePersister(store, join(folder, 'store.json'))
  const wanted = work.documents * EDITS_PER_DOCUMENT
  let url = ''
  let synchronizer
  const cells = () => {
    let count = 0
    for (const page of store.getRowIds(PAGES)) count += store.getCellIds(PAGES, page).length
    return count
  }

  return {
    async write() {
      for (let document = 0; document < work.documents; document++) {
        for (const edits of changesOf(document, work.perChange)) {
          store.transaction(() => {
            for (const { key, value } of edits) store.setCell(PAGES, `page ${document}`, key, value)
          })
        }
      }
      await persister.save()
      return null
    },
    async prepare(server) {
      url = server
      await persister.load()
    },
    async connect() {
      synchronizer = await createWsSynchronizer(store, new WebSocket(url), REQUEST_TIMEOUT_S)
      await synchronizer.startSync()
    },
    async complete() {
      await new Promise((resolve) => {
        const look = () => {
          if (cells() < wanted) return
          store.delListener(listener)
          resolve()
        }
        const listener = store.addDidFinishTransactionListener(look)
        look()
      })
      await persister.save()
    },
    async countRight() {
      let right = 0
      for (let document = 0; document < work.documents; document++) {
        for (let edit = 0; edit < EDITS_PER_DOCUMENT; edit++) {
          if (store.getCell(PAGES, `page ${document}`, keyOf(edit)) === valueOf(document, edit)) right += 1
        }
      }
      return right
    },
    async look() {
      await persister.startAutoSave()
    },
    edit(title) {
      store.setCell(PAGES, 'page 0', TITLE, title)
    },
    onTitle(listener) {
      store.addCellListener(PAGES, 'page 0', TITLE, (_store, _table, _row, _cell, title) => listener(title))
    },
    async close() {
      await persister.destroy()
      await synchronizer?.destroy()
    },
  }
}
