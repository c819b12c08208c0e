// Hocuspocus with its SQLite extension, and its provider: one document per page, all on one socket, as its docs tell apps
// with many documents to do. The server stores 2 to 10 s after a change, with SQLite's defaults; a client outside a browser
// keeps documents in memory only, unless it is asked to keep changes as Grove does.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { Server } from '@hocuspocus/server'
import { SQLite } from '@hocuspocus/extension-sqlite'
import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { WebSocket } from 'ws'
import { changesOf, EDITS_PER_DOCUMENT, keyOf, TITLE, valueOf } from '../sync/work.mjs'

export async function startServer(folder) {
  const server = new Server({
    port: 0,
    address: '127.0.0.1',
    quiet: true,
    stopOnSignals: false,
    // A client that opens more at once is cut off by default, again and again.
    maxPendingDocuments: 100_000,
    maxUnauthenticatedQueueMessages: 100_000,
    extensions: [new SQLite({ database: join(folder, 'documents.sqlite') })],
  })
  await server.listen()
  return `ws://127.0.0.1:${server.address.port}`
}

export function openClient({ folder, work, isKept }) {
  const names = Array.from({ length: work.documents }, (_, document) => `page ${document}`)
  const documents = names.map(() => new Y.Doc())
  const pages = documents.map((document) => document.getMap('page'))
  const file = join(folder, 'documents.json')
  // Before the provider hears of a change, and before anybody is shown one.
  const keep = isKept ? keeperIn(folder) : undefined
  if (keep) for (const document of documents) document.on('update', keep)
  let socket
  let providers = []

  return {
    async write() {
      for (const [document, page] of pages.entries()) {
        for (const edits of changesOf(document, work.perChange)) {
          page.doc.transact(() => {
            for (const { key, value } of edits) page.set(key, value)
          })
        }
      }
      const states = documents.map((document) => Buffer.from(Y.encodeStateAsUpdate(document)).toString('base64'))
      writeFileSync(file, JSON.stringify(states))
      return null
    },
    async prepare(url) {
      const states = readStates(file)
      for (const [document, state] of states.entries()) Y.applyUpdate(documents[document], state)
      socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket, autoConnect: false })
    },
    async connect() {
      void socket.connect()
      providers = names.map((name, index) => {
        const provider = new HocuspocusProvider({ websocketProvider: socket, name, document: documents[index] })
        provider.attach()
        return provider
      })
    },
    async complete() {
      await Promise.all(
        pages.map(
          (page) =>
            new Promise((resolve) => {
              const look = () => {
                if (page.size < EDITS_PER_DOCUMENT) return
                page.unobserve(look)
                resolve()
              }
              page.observe(look)
              look()
            }),
        ),
      )
    },
    async countRight() {
      let right = 0
      for (const [document, page] of pages.entries()) {
        for (let edit = 0; edit < EDITS_PER_DOCUMENT; edit++) {
          if (page.get(keyOf(edit)) === valueOf(document, edit)) right += 1
        }
      }
      return right
    },
    async look() {},
    edit(title) {
      pages[0].set(TITLE, title)
    },
    onTitle(listener) {
      documents[0].on('update', () => listener(pages[0].get(TITLE)))
    },
    async close() {
      for (const provider of providers) provider.destroy()
      socket?.destroy()
    },
  }
}

function keeperIn(folder) {
  const database = new Database(join(folder, 'updates.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO change (body) VALUES (?)')
  return (update) => insert.run(update)
}

function readStates(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).map((state) => Buffer.from(state, 'base64'))
  } catch {
    return []
  }
}
