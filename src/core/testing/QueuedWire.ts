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
    const pass = (to: () => WirePort): ((frame: Uint8Array | null) => void) => {
      const underWay: (Uint8Array | null)[] = []
      const carry = (frame: Uint8Array | null): void => {
        if (frame && happens(swaps)) underWay.splice(-1, 0, frame)
        else underWay.push(frame)
        // Whichever delay ends first delivers the oldest frame, so none overtakes another.
        timers.after(maxDelayMs === 0 ? 0 : random.integer(maxDelayMs), () => {
          const oldest = underWay.shift()
          if (oldest === undefined || this.#isCut) return
          if (oldest) to().receive(oldest)
          else this.cut()
        })
      }
      return (frame) => {
        carry(frame && frame.slice())
        if (frame && happens(duplicates)) carry(frame.slice())
      }
    }
    this.client = new WirePort(pass(() => this.host))
    this.host = new WirePort(pass(() => this.client))
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
    /** Null: this side has closed; what was sent before arrives before that. */
    readonly pass: (frame: Uint8Array | null) => void,
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
    if (this.#isClosed) return
    this.pass(null)
    this.end()
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
