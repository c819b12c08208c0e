import type { Cancel, Timers } from '../../core/environment'

/** How long one slice takes, if nobody says otherwise: half a frame. */
const SLICE_MS = 8

/** Long work done a slice at a time, each in a task of its own: keys are heard and frames are drawn between them. */
export class SlicedWork {
  /** Does a piece of it; false: that was the last. */
  #piece: (() => boolean) | undefined
  #cancelSlice: Cancel | undefined

  constructor(
    readonly timers: Pick<Timers, 'defer'>,
    /** In ms. */
    readonly clock: () => number = () => performance.now(),
    readonly sliceMs = SLICE_MS,
  ) {}

  get isUnderWay(): boolean {
    return this.#piece !== undefined
  }

  /** Instead of what was under way. `work` yields wherever it can be left, after about a millisecond. */
  begin<T>(work: Iterator<unknown, T>, onDone: (result: T) => void): void {
    this.stop()
    this.#piece = () => {
      const { done, value } = work.next()
      if (done !== true) return true
      this.#piece = undefined
      onDone(value)
      return false
    }
    this.#goOn()
  }

  /** Does the rest now, if there is any: for what cannot wait. */
  finish(): void {
    this.#cancelSlice?.()
    while (this.#piece?.() === true);
  }

  stop(): void {
    this.#cancelSlice?.()
    this.#piece = undefined
  }

  #goOn(): void {
    this.#cancelSlice = this.timers.defer(() => {
      const endMs = this.clock() + this.sliceMs
      while (this.#piece?.() === true) if (this.clock() >= endMs) return this.#goOn()
    })
  }
}
