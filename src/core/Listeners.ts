import type { Cancel } from './environment'

/** Those who want to hear of something. */
export class Listeners<Heard extends readonly unknown[]> {
  readonly #listeners = new Set<(...heard: Heard) => void>()
  /** The same, as they are told: made anew only when somebody came or left, because some are told with every letter typed. */
  #told: readonly ((...heard: Heard) => void)[] | undefined

  add(listener: (...heard: Heard) => void): Cancel {
    this.#listeners.add(listener)
    this.#told = undefined
    return () => {
      this.#listeners.delete(listener)
      this.#told = undefined
    }
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0
  }

  /** Tells those who were there when it began. */
  tell(...heard: Heard): void {
    this.#told ??= [...this.#listeners]
    for (const listener of this.#told) listener(...heard)
  }
}
