import { createSubscriber } from 'svelte/reactivity'
import type { Readable } from '../../core/Readable'

/** A Readable of the core that components can depend on. */
export class ReactiveReadable<T> {
  readonly #subscribe: () => void

  constructor(readonly source: Readable<T>) {
    this.#subscribe = createSubscriber((update) => source.subscribe(update))
  }

  get current(): T {
    this.#subscribe()
    return this.source.current
  }
}
