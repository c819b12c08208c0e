import type { Cancel, Timers } from '../environment'
import type { Port } from '../sync/Port'
import type { SeededRandom } from './SeededRandom'

/** How a wire treats frames: delays are drawn anew for each, order is kept. */
export interface WireWeather {
  readonly maxDelayMs: number
}

/** Two connected ports whose frames take time; a cut loses what is under way, as a dead process or network does. */
export class QueuedWire {
  readonly client: WirePort
  readonly host: WirePort
  #isCut = false

  constructor(timers: Timers, random: SeededRandom, weather: WireWeather = { maxDelayMs: 0 }) {
    const pass = (to: () => WirePort): ((frame: Uint8Array) => void) => {
      const underWay: Uint8Array[] = []
      return (frame) => {
        underWay.push(frame.slice())
        // Whichever delay ends first delivers the oldest frame, so none overtakes another.
        timers.after(weather.maxDelayMs === 0 ? 0 : random.integer(weather.maxDelayMs), () => {
          const oldest = underWay.shift()
          if (oldest && !this.#isCut) to().receive(oldest)
        })
      }
    }
    this.client = new WirePort(
      pass(() => this.host),
      () => this.cut(),
    )
    this.host = new WirePort(
      pass(() => this.client),
      () => this.cut(),
    )
  }

  /** Both ends learn of it; frames under way are gone. */
  cut(): void {
    if (this.#isCut) return
    this.#isCut = true
    this.client.end()
    this.host.end()
  }
}

export class WirePort implements Port {
  readonly #onFrame = new Set<(frame: unknown) => void>()
  readonly #onClose = new Set<() => void>()
  readonly bufferedBytes = 0
  #isClosed = false

  constructor(
    readonly pass: (frame: Uint8Array) => void,
    readonly cut: () => void,
  ) {}

  send(frame: Uint8Array): void {
    if (!this.#isClosed) this.pass(frame)
  }

  onDrain(): Cancel {
    return () => undefined
  }

  onFrame(listener: (frame: unknown) => void): Cancel {
    this.#onFrame.add(listener)
    return () => this.#onFrame.delete(listener)
  }

  onClose(listener: () => void): Cancel {
    this.#onClose.add(listener)
    return () => this.#onClose.delete(listener)
  }

  close(): void {
    this.cut()
  }

  /** Hands a frame to whoever listens here, as if it had come over the wire. */
  receive(frame: unknown): void {
    for (const listener of [...this.#onFrame]) listener(frame)
  }

  end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const listener of [...this.#onClose]) listener()
  }
}
