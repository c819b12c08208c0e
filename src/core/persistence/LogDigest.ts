import { hashText, spread32, type Hash64 } from './hash'
import type { Pack, PackId } from './Pack'

/**
 * Count and fingerprint of a set of ops, kept up to date pack by pack: the XOR of one 64-bit hash per op id, so neither
 * order nor batching matters and equal sets have equal fingerprints (SPEC PL4). Cost of `add`: a few ns per op.
 */
export class LogDigest {
  #high: number
  #low: number
  #opCount: number
  /** Asked for far more often than it changes. */
  #fingerprint: string | undefined
  // The hash of a tree and peer is the same for all its packs, and few are written to at a time.
  #lastTree = ''
  #lastPeer = ''
  #lastHash: Hash64 = { high: 0, low: 0 }

  /** `fingerprint`: 16 hex digits, as `fingerprint` gave them. */
  constructor(opCount = 0, fingerprint = '0000000000000000') {
    this.#opCount = opCount
    this.#high = Number.parseInt(fingerprint.slice(0, 8), 16)
    this.#low = Number.parseInt(fingerprint.slice(8), 16)
  }

  add(pack: Pick<Pack, 'treeId' | 'peerId' | 'counter' | 'count'>): void {
    this.addOps(pack, pack.counter + pack.count)
  }

  /** The ops of an author from its first counter on, up to `nextCounter`, which is not among them. */
  addOps({ treeId, peerId, counter: first }: PackId, nextCounter: number): void {
    if (peerId !== this.#lastPeer || treeId !== this.#lastTree) {
      this.#lastTree = treeId
      this.#lastPeer = peerId
      this.#lastHash = hashText(`${treeId}/${peerId}`)
    }
    const { high, low } = this.#lastHash
    let [sumHigh, sumLow] = [this.#high, this.#low]
    for (let counter = first; counter < nextCounter; counter++) {
      const upper = Math.floor(counter / 0x1_0000_0000)
      const h = spread32((high + Math.imul(counter, 0x9e3779b1)) ^ spread32(upper + 1))
      sumHigh ^= h
      sumLow ^= spread32((low ^ h) + Math.imul(counter, 0x85ebca77))
    }
    this.#high = sumHigh
    this.#low = sumLow
    this.#opCount += nextCounter - first
    this.#fingerprint = undefined
  }

  /** The ops of another set, none of which are in this one. */
  include(other: LogDigest): void {
    this.#high ^= other.#high
    this.#low ^= other.#low
    this.#opCount += other.#opCount
  }

  get opCount(): number {
    return this.#opCount
  }

  /** 16 hex digits. */
  get fingerprint(): string {
    this.#fingerprint ??= hex32(this.#high) + hex32(this.#low)
    return this.#fingerprint
  }
}

function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
