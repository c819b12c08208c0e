import { MAX_BATCH_BYTES, type Pack } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'

const MAX_PACKS = 20_000
const MAX_BYTES = 4 * 1024 * 1024
/** A larger buffer than this is kept only for packs that came out of it one after the other, from so many on. */
const MAX_SHARED_BYTES = 32 * 1024
const MIN_SHARING = 8

/**
 * The newest packs of the log, as they were stored: what was just committed is at once read again by everyone who follows the
 * journal, and need not come from the disk.
 */
export class PackTail {
  #packs: Pack[] = []
  /** How many at the beginning are no longer part of it. */
  #dropped = 0
  /** Of the buffers that the bodies lie in. */
  #sizeBytes = 0
  #head: Position = 0
  /** How many of the last packs came out of one large buffer, and which. */
  #sharing = 0
  #shared: ArrayBufferLike | undefined

  /** Nothing is known but that the log ends here. */
  reset(head: Position): void {
    this.#packs = []
    this.#dropped = 0
    this.#sizeBytes = 0
    this.#head = head
    this.#sharing = 0
    this.#shared = undefined
  }

  add(pack: Pack, position: Position): void {
    const kept = this.#kept(pack)
    this.#head = position
    this.#sizeBytes += sizeBeside(kept, this.#packs.at(-1))
    this.#packs.push(kept)
    while (this.#packs.length - this.#dropped > MAX_PACKS || this.#sizeBytes > MAX_BYTES) this.#drop()
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

  /** A body that is a small part of something large, as of what came over a wire, would keep all of it in memory. */
  #kept(pack: Pack): Pack {
    const { buffer, byteLength } = pack.body
    const isPart = byteLength < buffer.byteLength && buffer.byteLength > MAX_SHARED_BYTES
    this.#sharing = isPart && buffer === this.#shared ? this.#sharing + 1 : 0
    this.#shared = isPart ? buffer : undefined
    if (!isPart || this.#sharing >= MIN_SHARING) return pack
    const { treeId, peerId, counter, count, body } = pack
    return { treeId, peerId, counter, count, body: new Uint8Array(body) }
  }

  #drop(): void {
    const oldest = this.#packs[this.#dropped++]
    const next = this.#packs[this.#dropped]
    if (oldest) this.#sizeBytes -= sizeBeside(oldest, next)
  }
}

/** Of the buffer of one, unless the other lies in it too. */
function sizeBeside({ body }: Pack, other: Pack | undefined): number {
  return body.buffer === other?.body.buffer ? 0 : body.buffer.byteLength
}
