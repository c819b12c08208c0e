import type { Environment } from '../environment'
import { nextTurn } from '../nextTurn'
import type { Pack } from '../persistence/Pack'

/** Merged at once: some milliseconds, also where each op is drawn. */
const OPS_AT_ONCE = 500

/** Takes in what others write: at once if it is little, else in pieces, in its order, with turns for everything else between them. */
export class Arrivals {
  #packs: Pack[] = []
  #taking: Promise<void> = Promise.resolve()
  #isTaking = false
  #isStopped = false

  constructor(
    readonly environment: Environment,
    readonly merge: (packs: readonly Pack[]) => void,
  ) {}

  /** Resolves when these are merged, or when nobody wants them any more. */
  take(packs: readonly Pack[]): Promise<void> {
    for (const pack of packs) this.#packs.push(pack)
    if (!this.#isTaking) this.#taking = this.#takeAll()
    return this.#taking
  }

  stop(): void {
    this.#isStopped = true
    this.#packs = []
  }

  async #takeAll(): Promise<void> {
    this.#isTaking = true
    try {
      for (let isFirst = true; this.#packs.length > 0; isFirst = false) {
        if (!isFirst) await nextTurn(this.environment.timers)
        if (this.#isStopped) return
        this.merge(this.#next())
      }
    } finally {
      this.#isTaking = false
    }
  }

  #next(): readonly Pack[] {
    let ops = 0
    const end = this.#packs.findIndex((pack) => (ops += pack.count) >= OPS_AT_ONCE)
    return this.#packs.splice(0, end === -1 ? this.#packs.length : end + 1)
  }
}
