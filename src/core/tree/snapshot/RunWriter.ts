import { ByteWriter } from './ByteWriter'

/** Numbers that often repeat: how often, then which. */
export class RunWriter {
  readonly #bytes = new ByteWriter()
  #value = 0
  #count = 0

  number(value: number): void {
    if (value !== this.#value) this.#close()
    this.#value = value
    this.#count++
  }

  take(): Uint8Array {
    this.#close()
    return this.#bytes.take()
  }

  #close(): void {
    if (this.#count === 0) return
    this.#bytes.number(this.#count)
    this.#bytes.number(this.#value)
    this.#count = 0
  }
}
