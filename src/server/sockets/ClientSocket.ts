import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Environment } from '../../core/environment'
import { decodeHostMessage } from '../../core/sync/messages'
import { TokenBucket } from '../gate/TokenBucket'
import type { Metrics } from '../Metrics'
import type { ServerLimits } from '../ServerLimits'
import { WebSocketPort } from './WebSocketPort'

export interface SocketOptions {
  readonly webSocket: WebSocket
  /** What the socket is made of: counts the bytes of frames that are not complete yet. */
  readonly wire: Duplex
  readonly address: string
  readonly limits: ServerLimits
  readonly environment: Environment
  readonly metrics: Metrics
}

/** Frames of any kind, for each push that a connection may make. */
const FRAMES_PER_PUSH = 4

/** One client's socket, watched: a stranger has little time and little to say, and who floods or falls silent is cut off. */
export class ClientSocket {
  readonly port: WebSocketPort
  readonly address: string
  readonly #webSocket: WebSocket
  readonly #frames: TokenBucket
  #silentMs = 0
  #isIn = false

  constructor({ webSocket, wire, address, limits, environment, metrics }: SocketOptions) {
    this.address = address
    this.#webSocket = webSocket
    const framesPerSecond = limits.pushesPerSecond * FRAMES_PER_PUSH
    this.#frames = new TokenBucket(framesPerSecond * 10, framesPerSecond, environment.now())
    const cancelDeadline = environment.timers.after(limits.helloMs, () => this.cut())
    let strangerBytes = 0
    // Frames are given out whole, so the size of the first one is known only here before it has filled the memory.
    const countStranger = (part: Buffer): void => {
      strangerBytes += part.byteLength
      if (strangerBytes > limits.helloBytes) this.cut()
    }
    wire.on('data', countStranger)
    const letIn = (): void => {
      this.#isIn = true
      cancelDeadline()
      wire.off('data', countStranger)
    }
    webSocket.on('ping', () => this.#heard())
    webSocket.on('close', cancelDeadline)
    this.port = new WebSocketPort(webSocket, {
      onReceived: (sizeBytes) => {
        metrics.bytesIn.inc(sizeBytes)
        this.#heard()
        if (this.#frames.take(1, environment.now()) > 0) this.cut()
      },
      onSent: (frame) => {
        metrics.bytesOut.inc(frame.byteLength)
        if (!this.#isIn && decodeHostMessage(frame).kind === 'welcome') letIn()
      },
    })
  }

  /** Called every so often; cuts the socket when it has been silent for too long. */
  countSilence(passedMs: number, limitMs: number): void {
    this.#silentMs += passedMs
    if (this.#silentMs > limitMs) this.cut()
  }

  cut(): void {
    this.#webSocket.terminate()
  }

  #heard(): void {
    this.#silentMs = 0
  }
}
