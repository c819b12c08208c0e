import type { Cancel } from './environment'
import { Listeners } from './Listeners'

/** A value that changes: read `current`, or subscribe to every later value. */
export interface Readable<T> {
  readonly current: T
  /** Calls `listener` after each change, not at once. */
  subscribe(listener: (value: T) => void): Cancel
}

/** The owner's side of a Readable. Setting an equal value (`Object.is`) tells nobody. */
export class Writable<T> implements Readable<T> {
  #current: T
  readonly #listeners = new Listeners<[value: T]>()

  constructor(initial: T) {
    this.#current = initial
  }

  get current(): T {
    return this.#current
  }

  set(value: T): void {
    if (Object.is(value, this.#current)) return
    this.#current = value
    this.#listeners.tell(value)
  }

  subscribe(listener: (value: T) => void): Cancel {
    return this.#listeners.add(listener)
  }
}
