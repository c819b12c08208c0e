// No peer: what the machine takes at least for a live edit that is on the disk before it is sent and before it is shown. Sockets
// that pass on bytes, and one row for each edit; the writer's is in the file when it is sent (its disk syncs later, as ours does), the
// reader's is synced before it is shown.
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'

export async function startServer() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await new Promise((resolve) => sockets.once('listening', resolve))
  sockets.on('connection', (socket) =>
    socket.on('message', (body) => {
      for (const other of sockets.clients) if (other !== socket) other.send(body)
    }),
  )
  return `ws://127.0.0.1:${sockets.address().port}`
}

export function openClient({ folder }) {
  const writing = tableIn(join(folder, 'writing.sqlite'), 'NORMAL')
  const reading = tableIn(join(folder, 'reading.sqlite'), 'FULL')
  let url = ''
  let socket

  return {
    async write() {
      return null
    },
    async prepare(server) {
      url = server
    },
    async connect() {
      socket = new WebSocket(url, { perMessageDeflate: false })
      await new Promise((resolve) => socket.once('open', resolve))
    },
    async complete() {},
    async countRight() {
      return 0
    },
    async look() {},
    edit(title) {
      const body = Buffer.from(title)
      writing.keep(body)
      socket.send(body)
    },
    onTitle(listener) {
      socket.on('message', (body) => {
        reading.keep(body)
        listener(body.toString())
      })
    },
    async close() {
      socket?.close()
      writing.close()
      reading.close()
    },
  }
}

function tableIn(path, synchronous) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${synchronous}`)
  db.exec('CREATE TABLE IF NOT EXISTS edit (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO edit (body) VALUES (?)')
  return { keep: (body) => insert.run(body), close: () => db.close() }
}
