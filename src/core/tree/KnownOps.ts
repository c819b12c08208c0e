import type { OpId, PeerId } from './ops'
import { PeerOps, type CounterRange } from './PeerOps'

/** A set of op ids. */
export class KnownOps {
  /** Undefined while there is one peer: `#lastPeerId`. */
  #opsByPeer: Map<PeerId, PeerOps> | undefined
  #count = 0
  /** The peer found last: neighbours usually share it. */
  #lastPeerId: PeerId = ''
  #lastOps: PeerOps | undefined

  get count(): number {
    return this.#count
  }

  /** False when it was there already. */
  add(id: OpId): boolean {
    if (!this.#opsOf(id.peerId).add(id.counter)) return false
    this.#count++
    return true
  }

  /** A range that comes after all others of this peer. */
  addRange(peerId: PeerId, first: number, last: number): void {
    this.#opsOf(peerId).addRange(first, last)
    this.#count += last - first + 1
  }

  /** All of them, by peer, as ranges of counters in order. */
  *ranges(): Iterable<readonly [peerId: PeerId, ranges: readonly CounterRange[]]> {
    if (this.#opsByPeer) for (const [peerId, ops] of this.#opsByPeer) yield [peerId, ops.ranges()]
    else if (this.#lastOps) yield [this.#lastPeerId, this.#lastOps.ranges()]
  }

  #opsOf(peerId: PeerId): PeerOps {
    if (this.#lastOps && peerId === this.#lastPeerId) return this.#lastOps
    if (this.#lastOps) this.#opsByPeer ??= new Map([[this.#lastPeerId, this.#lastOps]])
    let ops = this.#opsByPeer?.get(peerId)
    if (!ops) {
      ops = new PeerOps()
      this.#opsByPeer?.set(peerId, ops)
    }
    this.#lastPeerId = peerId
    this.#lastOps = ops
    return ops
  }
}
