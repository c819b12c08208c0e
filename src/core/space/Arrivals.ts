import type { Cancel, Environment } from '../environment'
import { nextTurn } from '../nextTurn'
import { opCountOf, type Pack } from '../persistence/Pack'

/** Merged at once: some milliseconds, also where each op is drawn. */
const OPS_AT_ONCE = 500
/** Drawing takes nearly as long for one op as for a few dozen: more often than this, it would leave no time for one's own keys. */
const GATHER_MS = 80

/**
 * Takes in what others write: at once if it is little, else in pieces, in its order, with turns for everything else between them. Of a
 * little at a time, again and again, what comes shortly after the last is taken in together.
 */
export class Arrivals {
  #packs: Pack[] = []
  #ops = 0
  #taking: Promise<void> = Promise.resolve()
  #isTaking = false
  #isStopped = false
  /** Since something was merged; while it lasts, a little waits for more. */
  #gathering: { readonly ended: Promise<void>; readonly end: () => void } | undefined

  constructor(
    readonly environment: Environment,
    readonly merge: (packs: readonly Pack[]) => void,
  ) {}

  /** Resolves when these are merged, or when nobody wants them any more. */
  take(packs: readonly Pack[]): Promise<void> {
    for (const pack of packs) this.#packs.push(pack)
    this.#ops += opCountOf(packs)
    if (this.#ops >= OPS_AT_ONCE) this.#gathering?.end()
    if (!this.#isTaking) this.#taking = this.#takeAll()
    return this.#taking
  }

  stop(): void {
    this.#isStopped = true
    this.#packs = []
    this.#ops = 0
    this.#gathering?.end()
  }

  async #takeAll(): Promise<void> {
    this.#isTaking = true
    try {
      for (let isFirst = true; this.#packs.length > 0; isFirst = false) {
        if (this.#gathering) await this.#gathering.ended
        else if (!isFirst) await nextTurn(this.environment.timers)
        if (this.#isStopped) return
        const packs = this.#next()
        this.#ops -= opCountOf(packs)
        this.merge(packs)
        if (this.#ops < OPS_AT_ONCE) this.#gather()
      }
    } finally {
      this.#isTaking = false
    }
  }

  #gather(): void {
    let resolve = (): void => undefined
    const ended = new Promise<void>((settle) => (resolve = settle))
    const end = (): void => {
      cancel()
      this.#gathering = undefined
      resolve()
    }
    const cancel: Cancel = this.environment.timers.after(GATHER_MS, end)
    this.#gathering = { ended, end }
  }

  #next(): readonly Pack[] {
    let ops = 0
    const end = this.#packs.findIndex((pack) => (ops += pack.count) >= OPS_AT_ONCE)
    return this.#packs.splice(0, end === -1 ? this.#packs.length : end + 1)
  }
}
