import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { PackId, Pack } from '../persistence/Pack'

/** Room for a tree, a peer, and two numbers of 16 digits. */
const MAX_BYTES = 256
const [SLASH, PLUS, ZERO] = [0x2f, 0x2b, 0x30]

/**
 * What a pack's body is sealed under: `start` and the whole header, `tree/peer/counter+count`, so that a body moved under
 * another one does not open. Packs of one author come one after the other, and only the numbers are written anew.
 */
export class PackLabel {
  readonly #bytes = new Uint8Array(MAX_BYTES)
  /** What was given out last: most are as long as the one before. */
  #label = this.#bytes.subarray(0, 0)
  #author: Pick<PackId, 'treeId' | 'peerId'> = { treeId: '', peerId: '' }
  #authorEnd = 0

  constructor(readonly start: string) {}

  /** Good until the next call. */
  of({ treeId, peerId, counter, count }: Pack): Uint8Array {
    if (peerId !== this.#author.peerId || treeId !== this.#author.treeId) {
      const author = utf8ToBytes(`${this.start}${treeId}/${peerId}`)
      this.#bytes.set(author)
      this.#bytes[author.byteLength] = SLASH
      this.#authorEnd = author.byteLength + 1
      this.#author = { treeId, peerId }
    }
    const counterEnd = this.#putNumber(counter, this.#authorEnd)
    this.#bytes[counterEnd] = PLUS
    const end = this.#putNumber(count, counterEnd + 1)
    if (end !== this.#label.byteLength) this.#label = this.#bytes.subarray(0, end)
    return this.#label
  }

  /** In decimal digits; returns where they end. */
  #putNumber(value: number, at: number): number {
    let end = at + 1
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end += 1
    for (let [index, rest] = [end - 1, value]; index >= at; index--) {
      this.#bytes[index] = ZERO + (rest % 10)
      rest = Math.floor(rest / 10)
    }
    return end
  }
}
