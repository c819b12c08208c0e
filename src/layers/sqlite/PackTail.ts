import { MAX_BATCH_BYTES, type Pack } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'

const MAX_PACKS = 20_000
const MAX_BYTES = 4 * 1024 * 1024
/** A larger buffer than this is kept only for packs that came out of it one after the other, from so many on. */
const MAX_SHARED_BYTES = 32 * 1024
const MIN_SHARING = 8
/** As many are forgotten together, if they were not added together. */
const CHUNK_PACKS = 1000

/** The bodies of lone packs up to this size lie in blocks: a buffer of its own takes 200 bytes beside what is in it. */
const MAX_SHORT_BYTES = 512
const BLOCK_BYTES = 16 * 1024

/** A pack whose body is a part of a block. */
interface ShortPack extends Omit<Pack, 'body'> {
  readonly block: Uint8Array
  readonly start: number
  readonly end: number
}

interface Chunk {
  readonly first: Position
  readonly packs: (Pack | ShortPack)[]
  /** Of the buffers that the bodies lie in. */
  sizeBytes: number
}

/**
 * The newest packs of the log, as they were stored: what was just committed is at once read again by everyone who follows the
 * journal, and need not come from the disk.
 */
export class PackTail {
  /** The oldest first. */
  #chunks: Chunk[] = []
  #packCount = 0
  #sizeBytes = 0
  #head: Position = 0
  #block = new Uint8Array(0)
  /** Of the block, so many are taken. */
  #blockBytes = 0

  /** Nothing is known but that the log ends here. */
  reset(head: Position): void {
    this.#chunks = []
    this.#packCount = 0
    this.#sizeBytes = 0
    this.#head = head
  }

  /** What follows what it knows. */
  add(packs: readonly Pack[]): void {
    const chunk = this.#chunkFor(packs.length)
    const sizeBytes = this.#keep(packs, chunk.packs)
    chunk.sizeBytes += sizeBytes
    this.#sizeBytes += sizeBytes
    this.#packCount += packs.length
    this.#head += packs.length
    while (this.#packCount > MAX_PACKS || this.#sizeBytes > MAX_BYTES) this.#drop()
  }

  /** What follows a position, at most about `limitOps` ops and 256 KiB, at least one pack; undefined: the disk knows. */
  since(position: Position, limitOps: number): Pack[] | undefined {
    if (position >= this.#head) return []
    let at = this.#chunks.length - 1
    while (at >= 0 && this.#chunks[at]!.first > position + 1) at -= 1
    if (at < 0) return undefined
    const found: Pack[] = []
    let [ops, sizeBytes] = [0, 0]
    for (let index = position + 1 - this.#chunks[at]!.first; at < this.#chunks.length; at++, index = 0) {
      const { packs } = this.#chunks[at]!
      for (; index < packs.length; index++) {
        const pack = whole(packs[index]!)
        ops += pack.count
        sizeBytes += pack.body.byteLength
        if (found.length > 0 && (ops > limitOps || sizeBytes > MAX_BATCH_BYTES)) return found
        found.push(pack)
      }
    }
    return found
  }

  #chunkFor(packs: number): Chunk {
    const last = this.#chunks.at(-1)
    if (last && last.packs.length + packs <= CHUNK_PACKS) return last
    const chunk = { first: this.#head + 1, packs: [], sizeBytes: 0 }
    this.#chunks.push(chunk)
    return chunk
  }

  /**
   * Puts packs into `kept`; returns the size of the buffers they lie in. A body that is a small part of something large, as of
   * what came over a wire, would keep all of it in memory: it is copied, unless there are several of them.
   */
  #keep(packs: readonly Pack[], kept: (Pack | ShortPack)[]): number {
    let sizeBytes = 0
    for (let start = 0; start < packs.length;) {
      const { body } = packs[start]!
      if (body.byteLength <= MAX_SHORT_BYTES && body.byteLength === body.buffer.byteLength) {
        kept.push(this.#shortOf(packs[start++]!))
        sizeBytes += body.byteLength
        continue
      }
      let end = start + 1
      while (end < packs.length && packs[end]!.body.buffer === body.buffer) end += 1
      const isShared = end - start >= MIN_SHARING || body.buffer.byteLength <= MAX_SHARED_BYTES
      if (isShared) sizeBytes += body.buffer.byteLength
      for (; start < end; start++) {
        const pack = packs[start]!
        kept.push(isShared ? pack : withOwnBody(pack))
        if (!isShared) sizeBytes += pack.body.byteLength
      }
    }
    return sizeBytes
  }

  #shortOf({ treeId, peerId, counter, count, body }: Pack): ShortPack {
    if (this.#blockBytes + body.byteLength > this.#block.byteLength) {
      this.#block = new Uint8Array(BLOCK_BYTES)
      this.#blockBytes = 0
    }
    const start = this.#blockBytes
    this.#block.set(body, start)
    this.#blockBytes += body.byteLength
    return { treeId, peerId, counter, count, block: this.#block, start, end: this.#blockBytes }
  }

  #drop(): void {
    const oldest = this.#chunks.shift()
    this.#packCount -= oldest?.packs.length ?? 0
    this.#sizeBytes -= oldest?.sizeBytes ?? 0
  }
}

function whole(kept: Pack | ShortPack): Pack {
  if ('body' in kept) return kept
  const { treeId, peerId, counter, count, block, start, end } = kept
  return { treeId, peerId, counter, count, body: block.subarray(start, end) }
}

function withOwnBody(pack: Pack): Pack {
  const { treeId, peerId, counter, count, body } = pack
  if (body.byteLength === body.buffer.byteLength) return pack
  return { treeId, peerId, counter, count, body: new Uint8Array(body) }
}
