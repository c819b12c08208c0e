const FIRST_CAPACITY = 256

/** Whole numbers as bytes: seven bits each, the lowest first, the eighth bit says that more follow. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY)
  #length = 0

  /** 0 or more. */
  number(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.#push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    this.#push(rest)
  }

  /** Small ones, below zero too, take one byte. */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value)
  }

  /** 32 bits, the highest first. */
  word(value: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) this.#push((value >>> shift) & 255)
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = byte
  }
}
