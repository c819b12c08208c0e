import type { PackId } from './Pack'

/** Which packs, by id. Faster than a set of `packKey`s where many packs in a row are of one author. */
export class PackIdSet {
  readonly #countersByPeerByTree = new Map<string, Map<string, Set<number>>>()
  #last: { readonly treeId: string; readonly peerId: string; readonly counters: Set<number> } | undefined
  #size = 0

  get size(): number {
    return this.#size
  }

  add(id: PackId): void {
    const counters = this.#countersOf(id) ?? this.#newAuthor(id)
    const before = counters.size
    counters.add(id.counter)
    this.#size += counters.size - before
  }

  clear(): void {
    this.#countersByPeerByTree.clear()
    this.#last = undefined
    this.#size = 0
  }

  /** Whether it was in it. */
  delete(id: PackId): boolean {
    const counters = this.#countersOf(id)
    if (!counters?.delete(id.counter)) return false
    this.#size -= 1
    if (counters.size === 0) this.#forget(id)
    return true
  }

  #countersOf({ treeId, peerId }: PackId): Set<number> | undefined {
    if (this.#last?.treeId === treeId && this.#last.peerId === peerId) return this.#last.counters
    const counters = this.#countersByPeerByTree.get(treeId)?.get(peerId)
    if (counters) this.#last = { treeId, peerId, counters }
    return counters
  }

  #newAuthor({ treeId, peerId }: PackId): Set<number> {
    const counters = new Set<number>()
    const byPeer = this.#countersByPeerByTree.get(treeId)
    if (byPeer) byPeer.set(peerId, counters)
    else this.#countersByPeerByTree.set(treeId, new Map([[peerId, counters]]))
    return counters
  }

  #forget({ treeId, peerId }: PackId): void {
    this.#last = undefined
    const byPeer = this.#countersByPeerByTree.get(treeId)
    byPeer?.delete(peerId)
    if (byPeer?.size === 0) this.#countersByPeerByTree.delete(treeId)
  }
}
