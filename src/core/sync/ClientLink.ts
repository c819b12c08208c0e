import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel, Environment } from '../environment'
import { decodeHostMessage, encodeMessage, VERSIONS, type ClientMessage, type HostMessage } from './messages'
import type { Port } from './Port'

export interface LinkOptions {
  readonly connect: () => Promise<Port>
  readonly environment: Environment
  readonly name: string
}

export interface LinkEvents {
  readonly onMessage: (message: HostMessage) => void
  /** Called at each end of a connection and each failed attempt; the link goes on trying. */
  readonly onLost: (detail: ErrorDetail) => void
}

const PING_MS = 20_000
const DEAD_MS = 45_000
const FIRST_PAUSE_MS = 500
const LAST_PAUSE_MS = 60_000

/** A client's connection to its host, made again whenever it is lost: full jitter from 0.5 s to 60 s. */
export class ClientLink {
  #port: Port | undefined
  #cancelTimer: Cancel | undefined
  #attempts = 0
  #silentMs = 0
  #isClosed = false

  constructor(
    readonly options: LinkOptions,
    readonly events: LinkEvents,
  ) {}

  start(): void {
    this.options.connect().then(
      (port) => this.#connected(port),
      (error: unknown) => this.#lost(AppError.detailOf(error)),
    )
  }

  /** Dropped while there is no connection: who asks is told by `onLost`, what must arrive is sent again after `welcome`. */
  send(message: ClientMessage): void {
    this.#port?.send(encodeMessage(message))
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTimer?.()
    this.#port?.close()
    this.#port = undefined
  }

  #connected(port: Port): void {
    if (this.#isClosed) {
      port.close()
      return
    }
    this.#port = port
    this.#silentMs = 0
    port.onFrame((frame) => {
      if (this.#port === port) this.#receive(frame)
    })
    port.onClose(() => {
      if (this.#port === port) this.#lost({ code: 'disconnected' })
    })
    this.send({ kind: 'hello', versions: [...VERSIONS], name: this.options.name })
    this.#watch()
  }

  #receive(frame: unknown): void {
    this.#silentMs = 0
    try {
      const message = decodeHostMessage(frame)
      if (message.kind === 'attached') this.#attempts = 0
      this.events.onMessage(message)
    } catch (error) {
      // A host that sends garbage is not one to go on with: begin again, nothing unacknowledged is lost.
      const port = this.#port
      this.#lost(AppError.detailOf(error))
      port?.close()
    }
  }

  #watch(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.options.environment.timers.after(PING_MS, () => {
      this.#silentMs += PING_MS
      if (this.#silentMs >= DEAD_MS) {
        const port = this.#port
        this.#lost({ code: 'disconnected' })
        port?.close()
        return
      }
      this.send({ kind: 'ping' })
      this.#watch()
    })
  }

  #lost(detail: ErrorDetail): void {
    this.#port = undefined
    if (this.#isClosed) return
    this.events.onLost(detail)
    const ceiling = Math.min(FIRST_PAUSE_MS * 2 ** this.#attempts, LAST_PAUSE_MS)
    this.#attempts = Math.min(this.#attempts + 1, 10)
    const [chance = 0] = this.options.environment.randomBytes(1)
    this.#cancelTimer?.()
    this.#cancelTimer = this.options.environment.timers.after((ceiling * (chance + 1)) / 256, () => this.start())
  }
}
