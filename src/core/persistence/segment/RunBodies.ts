import { checksum } from '../hash'
import type { RunHeads } from './runHeads'

/** The bodies of a run, as they lie end to end. */
export class RunBodies {
  readonly #ends: Float64Array

  constructor(
    readonly heads: RunHeads,
    readonly bytes: Uint8Array,
  ) {
    let end = 0
    this.#ends = heads.sizes.map((size) => (end += size))
  }

  /** A view into the run, which is short; undefined when it is not what was stored. */
  body(index: number): Uint8Array | undefined {
    const body = this.bytes.subarray(this.#ends[index - 1] ?? 0, this.#ends[index])
    return checksum(body) === this.heads.checksums[index] ? body : undefined
  }
}
