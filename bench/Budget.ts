/** Time that a piece of work has, preparation included: rounds are left out when it runs short, never the first one. */
export class Budget {
  readonly #startMs: number

  constructor(
    readonly ms: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#startMs = now()
  }

  get usedMs(): number {
    return this.now() - this.#startMs
  }

  get leftMs(): number {
    return Math.max(0, this.ms - this.usedMs)
  }

  /** Whether something that takes so long still fits. */
  allows(ms: number): boolean {
    return ms <= this.leftMs
  }

  /** So much of what is left, for a part of the work that begins now: `part(1 / 3)` for the first of three alike. */
  part(share: number): Budget {
    return new Budget(this.leftMs * share, this.now)
  }
}
