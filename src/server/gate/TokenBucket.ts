/** Lets through `perSecond` on average and `capacity` at once. */
export class TokenBucket {
  #left: number
  #countedMs: number

  constructor(
    readonly capacity: number,
    readonly perSecond: number,
    nowMs: number,
  ) {
    this.#left = capacity
    this.#countedMs = nowMs
  }

  /** Takes `amount` and returns 0, or takes nothing and returns in how many ms it may be asked again. */
  take(amount: number, nowMs: number): number {
    this.#refill(nowMs)
    // What is larger than the bucket would otherwise never pass.
    const wanted = Math.min(amount, this.capacity)
    if (this.#left < wanted) return Math.ceil(((wanted - this.#left) * 1000) / this.perSecond)
    this.#left -= wanted
    return 0
  }

  giveBack(amount: number): void {
    this.#left = Math.min(this.capacity, this.#left + amount)
  }

  isFull(nowMs: number): boolean {
    this.#refill(nowMs)
    return this.#left >= this.capacity
  }

  /** A clock that was set back starts anew instead of standing still until it is where it was. */
  #refill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#countedMs)
    this.#countedMs = nowMs
    this.#left = Math.min(this.capacity, this.#left + (passedMs * this.perSecond) / 1000)
  }
}
