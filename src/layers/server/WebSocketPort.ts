import type { Cancel, Environment } from '../../core/environment'
import { Listeners } from '../../core/Listeners'
import { MAX_FRAME_BYTES } from '../../core/sync/messages'
import type { Port } from '../../core/sync/Port'

/** The standard WebSocket, as far as it is used here: the browser's, or that of the package `ws`. */
export interface StandardSocket {
  binaryType: string
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number): void
  addEventListener(type: 'open' | 'close' | 'error' | 'message', listener: (event: object) => void): void
}

const OPEN = 1
/** "Message too big" (RFC 6455, section 7.4.1). */
const TOO_BIG = 1009
/** Sockets do not say when they have sent what they hold: they are asked, and only while somebody waits. */
const LOOK_AGAIN_MS = 20
const DRAINED_BYTES = 1024 * 1024

/** A WebSocket that is open, as the core knows ports. Text arrives as text: a broken frame for whoever listens. */
export class WebSocketPort implements Port {
  readonly #socket: StandardSocket
  readonly #environment: Environment
  readonly #frameListeners = new Listeners<[frame: unknown]>()
  readonly #drainListeners = new Listeners<[]>()
  readonly #closeListeners = new Listeners<[]>()
  #cancelLook: Cancel | undefined
  #isClosed = false

  constructor(socket: StandardSocket, environment: Environment) {
    this.#socket = socket
    this.#environment = environment
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', (event) => this.#receive('data' in event ? event.data : undefined))
    socket.addEventListener('close', () => this.#end())
  }

  get bufferedBytes(): number {
    return this.#isClosed ? 0 : this.#socket.bufferedAmount
  }

  send(frame: Uint8Array): void {
    if (this.#isClosed || this.#socket.readyState !== OPEN) return
    if (frame.byteLength > MAX_FRAME_BYTES) {
      this.#refuse()
      return
    }
    // The buffer may be shared or reused by its owner: what is sent later must be what was handed over.
    this.#socket.send(new Uint8Array(frame))
    this.#watch()
  }

  onFrame(listener: (frame: unknown) => void): Cancel {
    return this.#frameListeners.add(listener)
  }

  onDrain(listener: () => void): Cancel {
    const cancel = this.#drainListeners.add(listener)
    this.#watch()
    return cancel
  }

  onClose(listener: () => void): Cancel {
    return this.#closeListeners.add(listener)
  }

  close(): void {
    if (!this.#isClosed) this.#socket.close()
    this.#end()
  }

  #receive(data: unknown): void {
    if (this.#isClosed) return
    if (data instanceof ArrayBuffer && data.byteLength > MAX_FRAME_BYTES) {
      this.#refuse()
      return
    }
    const frame = data instanceof ArrayBuffer ? new Uint8Array(data) : data
    this.#frameListeners.tell(frame)
  }

  /** Such a frame would only be too large again: the connection ends, and its reason is in the log of the other side. */
  #refuse(): void {
    this.#socket.close(TOO_BIG)
    this.#end()
  }

  #watch(): void {
    if (this.#cancelLook || this.#drainListeners.isEmpty || this.bufferedBytes <= DRAINED_BYTES) return
    this.#cancelLook = this.#environment.timers.after(LOOK_AGAIN_MS, () => {
      this.#cancelLook = undefined
      if (this.bufferedBytes > DRAINED_BYTES) this.#watch()
      else this.#drainListeners.tell()
    })
  }

  #end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#cancelLook?.()
    this.#closeListeners.tell()
  }
}
