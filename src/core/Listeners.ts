import type { Cancel } from './environment'

/** Those who want to hear of something. */
export class Listeners<Heard extends readonly unknown[]> {
  readonly #listeners = new Set<(...heard: Heard) => void>()

  add(listener: (...heard: Heard) => void): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(...heard: Heard): void {
    for (const listener of [...this.#listeners]) listener(...heard)
  }
}
