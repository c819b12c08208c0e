import { checksum } from '../hash'
import type { RunHeads } from './runHeads'

/** The bodies of a run, as they lie end to end. */
export class RunBodies {
  readonly #ends: Float64Array
  readonly #bytes: Uint8Array

  constructor(
    readonly heads: RunHeads,
    bytes: Uint8Array,
  ) {
    // What a database hands out may be Node's own kind, whose views take longer to make.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let end = 0
    this.#ends = heads.sizes.map((size) => (end += size))
  }

  /** A view into the run, which is short; undefined when it is not what was stored. */
  body(index: number): Uint8Array | undefined {
    const { buffer, byteOffset, byteLength } = this.#bytes
    const [start, end] = [this.#ends[index - 1] ?? 0, this.#ends[index] ?? 0]
    if (end > byteLength) return undefined
    const body = new Uint8Array(buffer, byteOffset + start, end - start)
    return checksum(body) === this.heads.checksums[index] ? body : undefined
  }
}
