import type { Timers } from './environment'
import { nextTurn } from './nextTurn'

/** Begins one thing after the other, with a turn of the event loop for everybody else in between. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  constructor(readonly timers: Timers) {}

  /** Begins when what came before has begun, and does not wait for its end. */
  begin<T>(work: () => Promise<T>): Promise<T> {
    const begun = this.#last.then(() => ({ end: work() }))
    this.#last = begun.then(() => nextTurn(this.timers))
    return begun.then(({ end }) => end)
  }

  /** Begins when what came before has ended, however it did. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const taken = this.#last.then(work)
    const isOver = (): Promise<void> => nextTurn(this.timers)
    this.#last = taken.then(isOver, isOver)
    return taken
  }
}
