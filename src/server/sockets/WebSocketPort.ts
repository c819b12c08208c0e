import type { WebSocket } from 'ws'
import type { Cancel } from '../../core/environment'
import { Listeners } from '../../core/Listeners'
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '../../core/sync/messages'
import type { Port } from '../../core/sync/Port'

export interface PortEvents {
  readonly onReceived: (sizeBytes: number) => void
  readonly onSent: (frame: Uint8Array) => void
}

/** Below this much unsent, more may come. */
const LOW_WATER_BYTES = 256 * 1024
/** The host pauses long before. Whoever asks on and on and reads nothing is not waited for. */
const TOO_MUCH_BYTES = MAX_BUFFERED_BYTES + MAX_FRAME_BYTES

/** A WebSocket of a client as the core knows ports. */
export class WebSocketPort implements Port {
  readonly #socket: WebSocket
  readonly #events: PortEvents
  readonly #frameListeners = new Listeners<[frame: unknown]>()
  readonly #closeListeners = new Listeners<[]>()
  readonly #drainListeners = new Listeners<[]>()
  #bufferedBytes = 0

  constructor(socket: WebSocket, events: PortEvents) {
    this.#socket = socket
    this.#events = events
    socket.on('message', (data: Buffer, isBinary) => {
      events.onReceived(data.byteLength)
      const frame = isBinary ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data.toString()
      this.#frameListeners.tell(frame)
    })
    // What a client broke on the wire ends its connection, and is nobody else's trouble.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => this.#closeListeners.tell())
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const sizeBytes = frame.byteLength
    if (this.#bufferedBytes + sizeBytes > TOO_MUCH_BYTES) {
      this.#socket.terminate()
      return
    }
    this.#bufferedBytes += sizeBytes
    this.#events.onSent(frame)
    this.#socket.send(frame, () => this.#left(sizeBytes))
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes
  }

  onDrain(listener: () => void): Cancel {
    return this.#drainListeners.add(listener)
  }

  onFrame(listener: (frame: unknown) => void): Cancel {
    return this.#frameListeners.add(listener)
  }

  onClose(listener: () => void): Cancel {
    return this.#closeListeners.add(listener)
  }

  close(): void {
    this.#socket.close(1000)
  }

  #left(sizeBytes: number): void {
    const wasHigh = this.#bufferedBytes > LOW_WATER_BYTES
    this.#bufferedBytes -= sizeBytes
    if (!wasHigh || this.#bufferedBytes > LOW_WATER_BYTES) return
    this.#drainListeners.tell()
  }
}
