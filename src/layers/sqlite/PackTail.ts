import { MAX_BATCH_BYTES, type Pack } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'

const MAX_PACKS = 20_000
const MAX_BYTES = 4 * 1024 * 1024
const MAX_SHARED_BYTES = 32 * 1024

/**
 * The newest packs of the log, as they were stored: what was just committed is at once read again by everyone who follows the
 * journal, and need not come from the disk.
 */
export class PackTail {
  #packs: Pack[] = []
  /** How many at the beginning are no longer part of it. */
  #dropped = 0
  #sizeBytes = 0
  #head: Position = 0

  /** Nothing is known but that the log ends here. */
  reset(head: Position): void {
    this.#packs = []
    this.#dropped = 0
    this.#sizeBytes = 0
    this.#head = head
  }

  add(pack: Pack, position: Position): void {
    this.#head = position
    this.#packs.push(ownBody(pack))
    this.#sizeBytes += pack.body.byteLength
    while (this.#packs.length - this.#dropped > MAX_PACKS || this.#sizeBytes > MAX_BYTES) {
      this.#sizeBytes -= this.#packs[this.#dropped++]?.body.byteLength ?? 0
    }
    // Cut off rarely: each time moves all that remain.
    if (this.#dropped > MAX_PACKS) {
      this.#packs = this.#packs.slice(this.#dropped)
      this.#dropped = 0
    }
  }

  /** What follows a position, at most about `limitOps` ops and 256 KiB, at least one pack; undefined: the disk knows. */
  since(position: Position, limitOps: number): Pack[] | undefined {
    const first = this.#packs.length - (this.#head - position)
    if (first < this.#dropped) return undefined
    let [ops, sizeBytes, end] = [0, 0, first]
    for (let pack = this.#packs[end]; pack; pack = this.#packs[++end]) {
      ops += pack.count
      sizeBytes += pack.body.byteLength
      if (end > first && (ops > limitOps || sizeBytes > MAX_BATCH_BYTES)) break
    }
    return this.#packs.slice(first, end)
  }
}

/** A body that is a small part of something large, as of what came over a wire, would keep all of it in memory. */
function ownBody(pack: Pack): Pack {
  const { treeId, peerId, counter, count, body } = pack
  if (body.byteLength === body.buffer.byteLength || body.buffer.byteLength <= MAX_SHARED_BYTES) return pack
  return { treeId, peerId, counter, count, body: body.slice() }
}
