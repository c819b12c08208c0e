import type { Cancel, Timers } from '../environment'
import type { Port } from '../sync/Port'
import type { SeededRandom } from './SeededRandom'

/** How a wire treats frames. A TCP connection keeps their order; a bad day of ours need not. */
export interface WireWeather {
  /** Drawn anew for each frame. */
  readonly maxDelayMs: number
  /** Of frames that arrive twice. */
  readonly duplicates?: number
  /** Of frames that are overtaken by the next. */
  readonly swaps?: number
}

/** Two connected ports whose frames take time; a cut loses what is under way, as a dead process or network does. */
export class QueuedWire {
  readonly client: WirePort
  readonly host: WirePort
  #isCut = false

  constructor(timers: Timers, random: SeededRandom, weather: WireWeather = { maxDelayMs: 0 }) {
    const { maxDelayMs, duplicates = 0, swaps = 0 } = weather
    const happens = (probability: number): boolean => probability > 0 && random.chance(probability)
    const pass = (to: () => WirePort): ((frame: Uint8Array) => void) => {
      const underWay: Uint8Array[] = []
      const carry = (frame: Uint8Array): void => {
        if (happens(swaps)) underWay.splice(-1, 0, frame)
        else underWay.push(frame)
        // Whichever delay ends first delivers the oldest frame, so none overtakes another.
        timers.after(maxDelayMs === 0 ? 0 : random.integer(maxDelayMs), () => {
          const oldest = underWay.shift()
          if (oldest && !this.#isCut) to().receive(oldest)
        })
      }
      return (frame) => {
        carry(frame.slice())
        if (happens(duplicates)) carry(frame.slice())
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
