import { sharedNumbers } from './shared'

/** Up to so many numbers a plain array takes less: a typed one has 200 bytes of its own before its first number. */
const FEW = 64
/** How a whole number lies in two fields: how often it has this, and the rest. */
export const HALF = 2 ** 32
const NO_VALUES: number[] = []

/**
 * A growing list of rows, each of the same few whole numbers: 4 bytes a number and nothing for the garbage collector to
 * visit. One array for all, since an array of its own for each number is most of what a small tree takes.
 */
export class IntRows {
  #values: Int32Array | number[] = NO_VALUES
  #length = 0
  /** Other lists hold the same array. */
  #isShared = true

  constructor(readonly width: number) {}

  get length(): number {
    return this.#length
  }

  at(row: number, field: number): number {
    return this.#values[row * this.width + field] ?? 0
  }

  set(row: number, field: number, value: number): void {
    const values = this.#isShared ? this.raw() : this.#values
    values[row * this.width + field] = value
  }

  /** A whole number beyond 32 bits, which takes this field and the next one. */
  wideAt(row: number, field: number): number {
    const high = this.at(row, field)
    const low = this.at(row, field + 1) >>> 0
    // Most are small ones, and what comes out of an addition would be kept as a float.
    return high === 0 ? low : high * HALF + low
  }

  setWide(row: number, field: number, value: number): void {
    this.set(row, field, (value / HALF) | 0)
    this.set(row, field + 1, value | 0)
  }

  /** A row whose numbers must be set now, since an earlier one may have stood there; returns its index. */
  add(): number {
    this.reserve(this.#length + 1, this.#length * 2)
    return this.#length++
  }

  /** Adds rows like `blank` until there are `length`. */
  grow(length: number, blank: readonly number[]): void {
    const from = this.#length
    this.reserve(length, from * 2)
    this.#length = length
    const values = this.raw()
    for (let row = from, at = from * this.width; row < length; row++) {
      for (let field = 0; field < this.width; field++) values[at++] = blank[field] ?? 0
    }
  }

  /** Makes it `length` rows long; the numbers of the new ones must be set now, in `raw`. */
  extend(length: number): void {
    this.reserve(length)
    this.#length = length
  }

  /**
   * The numbers themselves, row after row, for who reads or writes many: a call for each would be most of what loading a tree
   * costs. Only until rows are added, or `settle`.
   */
  raw(): Int32Array | number[] {
    if (this.#isShared) {
      this.#values = this.#values.slice()
      this.#isShared = false
    }
    return this.#values
  }

  /** Drops the rows from `length` on. */
  cut(length: number): void {
    this.#length = length
  }

  /** Room for `rows`; where that makes it longer than a few, for `many` at once. */
  reserve(rows: number, many = rows): void {
    let size = rows * this.width
    if (size <= this.#values.length) return
    if (size <= FEW) {
      // Joined and not pushed: an array that grows by itself makes room for many more than most trees have.
      this.#values = [...this.#values].concat(new Array<number>(size - this.#values.length).fill(0))
    } else {
      size = Math.max(size, many * this.width)
      const larger = new Int32Array(size)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#isShared = false
  }

  /** Nothing is likely to change soon: where other lists have the same few numbers, they are held once. */
  settle(): void {
    if (this.#isShared || !Array.isArray(this.#values)) return
    this.#values = sharedNumbers(this.#values)
    this.#isShared = true
  }
}
