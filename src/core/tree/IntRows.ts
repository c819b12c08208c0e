const FIRST_CAPACITY = 4
const HALF = 2 ** 32

/**
 * A growing list of rows, each of the same few whole numbers: 4 bytes a number and nothing for the garbage collector to
 * visit. One array for all, since an array of its own for each number is most of what a small tree takes.
 */
export class IntRows {
  #values: Int32Array
  #length = 0

  constructor(readonly width: number) {
    this.#values = new Int32Array(width * FIRST_CAPACITY)
  }

  get length(): number {
    return this.#length
  }

  at(row: number, field: number): number {
    return this.#values[row * this.width + field] ?? 0
  }

  set(row: number, field: number, value: number): void {
    this.#values[row * this.width + field] = value
  }

  /** A whole number beyond 32 bits, which takes this field and the next one. */
  wideAt(row: number, field: number): number {
    return this.at(row, field) * HALF + (this.at(row, field + 1) >>> 0)
  }

  setWide(row: number, field: number, value: number): void {
    this.set(row, field, Math.floor(value / HALF))
    this.set(row, field + 1, value)
  }

  /** A row whose numbers must be set now, since an earlier one may have stood there; returns its index. */
  add(): number {
    if ((this.#length + 1) * this.width > this.#values.length) this.reserve(this.#length * 2)
    return this.#length++
  }

  /** Adds rows like `blank` until there are `length`. */
  grow(length: number, blank: readonly number[]): void {
    if (length * this.width > this.#values.length) this.reserve(Math.max(length, this.#length * 2))
    for (let row = this.#length; row < length; row++) {
      for (let field = 0; field < this.width; field++) this.set(row, field, blank[field] ?? 0)
    }
    this.#length = length
  }

  /** Drops the rows from `length` on. */
  cut(length: number): void {
    this.#length = length
  }

  reserve(rows: number): void {
    if (rows * this.width <= this.#values.length) return
    const larger = new Int32Array(rows * this.width)
    larger.set(this.#values.subarray(0, this.#length * this.width))
    this.#values = larger
  }
}
