import type { OpId, PeerId } from './ops'
import { PeerOps, type CounterRange } from './PeerOps'

/** Fewer peers are found faster by looking at each, and without a map. */
const MANY = 8

/** A set of op ids. */
export class KnownOps {
  #count = 0
  /** A list in the order the peers came; below `MANY` of them. */
  #first: PeerOps | undefined
  /** The peer found last: neighbours usually share it. */
  #found: PeerOps | undefined
  /** From `MANY` peers on. */
  #byPeer: Map<PeerId, PeerOps> | undefined

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
    for (const ops of this.#peers()) yield [ops.peerId, ops.ranges()]
  }

  #opsOf(peerId: PeerId): PeerOps {
    if (this.#found?.peerId === peerId) return this.#found
    this.#found = (this.#byPeer ? this.#byPeer.get(peerId) : this.#search(peerId)) ?? this.#added(peerId)
    return this.#found
  }

  #search(peerId: PeerId): PeerOps | undefined {
    let ops = this.#first
    while (ops && ops.peerId !== peerId) ops = ops.next
    return ops
  }

  #added(peerId: PeerId): PeerOps {
    const added = new PeerOps(peerId)
    const peers = this.#byPeer ? undefined : [...this.#peers()]
    const last = peers?.at(-1)
    if (peers && peers.length >= MANY) this.#byPeer = new Map(peers.map((ops) => [ops.peerId, ops]))
    if (this.#byPeer) this.#byPeer.set(peerId, added)
    else if (last) last.next = added
    else this.#first = added
    return added
  }

  *#peers(): Iterable<PeerOps> {
    if (this.#byPeer) yield* this.#byPeer.values()
    else for (let ops = this.#first; ops; ops = ops.next) yield ops
  }
}
