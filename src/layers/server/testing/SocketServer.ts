import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { SOCKET_PATH } from '../../../core/account/serverApi'

/** A web server on this machine: with sockets where a Grove server has them, or with an answer of its own to everything. */
export class SocketServer {
  readonly #http: Server
  readonly #sockets: WebSocketServer
  readonly #arrived: WebSocket[] = []
  #onArrival: () => void = () => undefined
  url = ''

  private constructor(status: number | undefined) {
    this.#http = createServer((_request, response) => {
      response.writeHead(status ?? 404, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>')
    })
    this.#sockets = new WebSocketServer({ noServer: true })
    this.#http.on('upgrade', (request, wire, head) => {
      if (status !== undefined || request.url !== SOCKET_PATH) {
        wire.end(`HTTP/1.1 ${status ?? 404} Welcome\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n`)
        return
      }
      this.#sockets.handleUpgrade(request, wire, head, (socket) => {
        this.#arrived.push(socket)
        this.#onArrival()
      })
    })
  }

  /** With a status: a server that answers just that, also to who asks for a socket. */
  static async start(status?: number): Promise<SocketServer> {
    const server = new SocketServer(status)
    server.#http.listen(0, '127.0.0.1')
    await once(server.#http, 'listening')
    server.url = `http://127.0.0.1:${(server.#http.address() as AddressInfo).port}`
    return server
  }

  /** The server's end of the next socket. */
  async accepted(): Promise<WebSocket> {
    while (this.#arrived.length === 0) {
      await new Promise<void>((resolve) => {
        this.#onArrival = resolve
      })
    }
    const [socket] = this.#arrived.splice(0, 1)
    if (!socket) throw new Error('nobody came')
    return socket
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections()
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.close()
    await once(this.#http, 'close')
  }
}
