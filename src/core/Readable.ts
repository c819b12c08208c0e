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

/** A value that changes far more often than anybody asks for it: made when it is asked for, or somebody hears of it. */
export class Derived<T extends object> implements Readable<T> {
  #current: T | undefined
  readonly #listeners = new Listeners<[value: T]>()

  constructor(readonly make: () => T) {}

  get current(): T {
    this.#current ??= this.make()
    return this.#current
  }

  /** To be called whenever `make` would give another. */
  changed(): void {
    this.#current = undefined
    if (!this.#listeners.isEmpty) this.#listeners.tell(this.current)
  }

  subscribe(listener: (value: T) => void): Cancel {
    return this.#listeners.add(listener)
  }
}
