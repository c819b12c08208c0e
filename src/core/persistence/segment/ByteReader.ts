import { AppError } from '../../AppError'

/** Reads bytes one after the other. Throws AppError `bad-op` where they end too early. */
export class ByteReader {
  #at = 0

  constructor(readonly source: Uint8Array) {}

  get at(): number {
    return this.#at
  }

  get isAtEnd(): boolean {
    return this.#at === this.source.length
  }

  byte(): number {
    const value = this.source[this.#at]
    if (value === undefined) throw endsTooEarly()
    this.#at += 1
    return value
  }

  /** A view of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.source.length) throw endsTooEarly()
    const bytes = this.source.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  varint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      if (factor > Number.MAX_SAFE_INTEGER) throw endsTooEarly()
    }
  }

  bigEndian(size: number): number {
    let value = 0
    for (let place = 0; place < size; place++) value = value * 256 + this.byte()
    return value
  }
}

function endsTooEarly(): AppError {
  return new AppError({ code: 'bad-op', reason: 'it ends too early' })
}
