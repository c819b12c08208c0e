import type { FastifyBaseLogger } from 'fastify'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { SOCKET_PATH } from '../../core/account/serverApi'
import type { Cancel, Environment } from '../../core/environment'
import { MAX_FRAME_BYTES } from '../../core/sync/messages'
import type { SpaceHost } from '../../core/sync/SpaceHost'
import type { Metrics } from '../Metrics'
import type { ServerLimits } from '../ServerLimits'
import { clientAddress } from './clientAddress'
import { ClientSocket } from './ClientSocket'

export interface DoorOptions {
  readonly server: Server
  readonly host: SpaceHost
  readonly limits: ServerLimits
  readonly environment: Environment
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
  readonly isBehindProxy: boolean
}

/** Takes WebSockets to the host: how many, from where, and no longer than they say something. */
export class SocketDoor {
  readonly #options: DoorOptions
  readonly #sockets = new Set<ClientSocket>()
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Bodies are sealed, so there is nothing to compress, and a compressed frame could unfold without end.
    perMessageDeflate: false,
    // One message in a turn of the event loop: who pushes into a thousand spaces at once keeps nobody else waiting for all of them.
    allowSynchronousEvents: false,
    maxPayload: MAX_FRAME_BYTES,
  })
  #cancelSweep: Cancel | undefined
  #isClosed = false

  constructor(options: DoorOptions) {
    this.#options = options
    options.server.on('upgrade', (request: IncomingMessage, wire: Duplex, head: Buffer) => {
      this.#upgrade(request, wire, head)
    })
    options.metrics.gauge('grove_connections', 'Open sockets', () => this.#sockets.size)
    this.#sweepLater()
  }

  /** Lets nobody in any more. Those who are in are the host's to send away. */
  close(): void {
    this.#isClosed = true
    this.#cancelSweep?.()
  }

  /** Cuts off whoever has not gone by now. */
  cut(): void {
    for (const socket of [...this.#sockets]) socket.cut()
  }

  #upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): void {
    const { limits, isBehindProxy, metrics } = this.#options
    // Without a listener, a connection reset at this moment would end the process.
    wire.on('error', () => wire.destroy())
    const address = clientAddress(request, isBehindProxy)
    const fromThere = [...this.#sockets].filter((socket) => socket.address === address).length
    if (request.url?.split('?')[0] !== SOCKET_PATH) refuse(wire, '404 Not Found')
    else if (this.#isClosed) refuse(wire, '503 Service Unavailable', 5)
    else if (this.#sockets.size >= limits.connections) refuse(wire, '503 Service Unavailable', 60)
    else if (fromThere >= limits.connectionsPerAddress) {
      metrics.rejects.inc({ code: 'too-many' })
      refuse(wire, '429 Too Many Requests', 60)
    } else {
      this.#webSockets.handleUpgrade(request, wire, head, (webSocket) => this.#accept(webSocket, wire, address))
    }
  }

  #accept(webSocket: WebSocket, wire: Duplex, address: string): void {
    const { host, log } = this.#options
    const socket = new ClientSocket({ ...this.#options, webSocket, wire, address })
    this.#sockets.add(socket)
    log.debug({ from: address }, 'socket opened')
    webSocket.on('close', (code: number) => {
      this.#sockets.delete(socket)
      log.debug({ from: address, code }, 'socket closed')
    })
    host.accept(socket.port)
  }

  #sweepLater(): void {
    const { environment, limits } = this.#options
    this.#cancelSweep = environment.timers.after(limits.silenceMs / 4, () => {
      for (const socket of [...this.#sockets]) socket.countSilence(limits.silenceMs / 4, limits.silenceMs)
      this.#sweepLater()
    })
  }
}

function refuse(wire: Duplex, status: string, retryAfterS?: number): void {
  const retry = retryAfterS === undefined ? '' : `Retry-After: ${retryAfterS}\r\n`
  wire.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n${retry}\r\n`)
}
