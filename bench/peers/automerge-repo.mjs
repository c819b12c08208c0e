// automerge-repo with WebSocketServerAdapter and NodeFSStorageAdapter, as its sync server is built.
// One document per page. NodeFS does not sync the disk; saving is throttled to once in 100 ms, on clients and server.
import { ImmutableString, Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { readdirSync } from 'node:fs'
import { WebSocketServer } from 'ws'
import { changesOf, EDITS_PER_DOCUMENT, keyOf, TITLE, valueOf } from '../sync/work.mjs'

export async function startServer(folder) {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => sockets.once('listening', resolve))
  // Its sync server answers only for documents it is asked for; a device that must find new ones needs it to announce them.
  new Repo({
    network: [new WebSocketServerAdapter(sockets)],
    storage: new NodeFSStorageAdapter(folder),
    peerId: 'server',
  })
  return `ws://127.0.0.1:${sockets.address().port}`
}

export function openClient({ folder, work, catalogue }) {
  const isWriter = readdirSync(folder).length > 0
  const repo = new Repo({ storage: new NodeFSStorageAdapter(folder) })
  let finding
  let handles = []
  let url = ''
  const states = ['ready', 'unavailable', 'requesting']
  const find = () => Promise.all(catalogue.map((id) => repo.find(id, { allowableStates: states })))
  const isFull = (handle) => handle.isReady() && Object.keys(handle.doc() ?? {}).length >= EDITS_PER_DOCUMENT

  return {
    async write() {
      const urls = []
      for (let document = 0; document < work.documents; document++) {
        const handle = repo.create()
        for (const edits of changesOf(document, work.perChange)) {
          handle.change((page) => {
            // Plain strings are texts that merge by character here; these are values.
            for (const { key, value } of edits) page[key] = new ImmutableString(value)
          })
        }
        urls.push(handle.url)
      }
      await repo.flush()
      return urls
    },
    async prepare(server) {
      url = server
      if (!isWriter) return
      finding = find()
      await finding
    },
    async connect() {
      repo.networkSubsystem.addNetworkAdapter(new WebSocketClientAdapter(url))
      // Asked for earlier, while there is nobody to ask, documents are held to be missing for good.
      finding ??= find()
    },
    async complete() {
      handles = await finding
      await Promise.all(
        handles.map(
          (handle) =>
            new Promise((resolve) => {
              const look = () => {
                if (!isFull(handle)) return
                handle.off('heads-changed', look)
                resolve()
              }
              handle.on('heads-changed', look)
              // Its first heads are told of before it counts as ready.
              void handle.whenReady().then(look)
            }),
        ),
      )
      await repo.flush()
    },
    async countRight() {
      let right = 0
      for (const [document, handle] of handles.entries()) {
        const page = handle.doc()
        for (let edit = 0; edit < EDITS_PER_DOCUMENT; edit++) {
          if (page[keyOf(edit)]?.val === valueOf(document, edit)) right += 1
        }
      }
      return right
    },
    async look() {
      handles = await finding
    },
    edit(title) {
      handles[0].change((page) => {
        page[TITLE] = new ImmutableString(title)
      })
    },
    onTitle(listener) {
      handles[0].on('change', ({ doc }) => listener(doc[TITLE]?.val))
    },
    async close() {
      await repo.shutdown()
    },
  }
}
