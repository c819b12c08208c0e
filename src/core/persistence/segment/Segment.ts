import { AppError } from '../../AppError'
import type { TreeId } from '../../tree/ops'
import type { PackHeader } from '../compareRanges'
import { checksum } from '../hash'
import type { Pack, PackId } from '../Pack'
import { ByteReader } from './ByteReader'
import { ColumnBodies } from './ColumnBodies'
import type { Compressor } from './Compressor'
import { readHeads, type Heads } from './heads'
import { RunBodies } from './RunBodies'
import { readRunHeads } from './runHeads'

export const SEGMENT_FORMAT = 1
export const RUN_FORMAT = 2

/** Where the bodies of a segment come from. */
interface Bodies {
  /** Undefined when it is not what was stored. */
  body(index: number): Uint8Array | undefined
}

/**
 * Packs that are stored together, as `encodeSegment` or `encodeRun` wrote them, read as far as somebody looks: headers
 * cost little, bodies are unpacked when the first of them is asked for, and made one by one. Throws AppError, or what the
 * compressor throws, when the bytes are not whole.
 */
export class Segment {
  readonly #heads: Heads
  readonly #makeBodies: () => Bodies
  #bodies: Bodies | undefined
  /** By author: where its packs are, in the order of their counters. */
  #indexesByAuthor: ReadonlyMap<string, readonly number[]> | undefined

  constructor(bytes: Uint8Array, compressor: Compressor) {
    const parts = new ByteReader(bytes)
    const format = parts.byte()
    if (format === SEGMENT_FORMAT) {
      const heads = new ByteReader(compressor.decompress(parts.bytes(parts.varint())))
      this.#heads = readHeads(heads)
      const rest = bytes.subarray(parts.at)
      this.#makeBodies = () => new ColumnBodies(compressor.decompress(rest), this.#heads.counts)
      return
    }
    if (format !== RUN_FORMAT) throw new AppError({ code: 'bad-op', reason: 'a segment of another format' })
    const sum = parts.bigEndian(4)
    const packedHeads = parts.bytes(parts.varint())
    if (checksum(packedHeads) !== sum) throw new AppError({ code: 'bad-op', reason: 'damaged heads' })
    const heads = readRunHeads(new ByteReader(packedHeads))
    this.#heads = heads
    const bodies = new RunBodies(heads, bytes.subarray(parts.at))
    this.#makeBodies = () => bodies
  }

  /** How many packs. */
  get size(): number {
    return this.#heads.counts.length
  }

  /** `index` from 0 up to `size`. */
  header(index: number): PackHeader {
    const { authors, authorOf, counters, counts } = this.#heads
    const author = authors[authorOf[index]!]!
    return { treeId: author[0], peerId: author[1], counter: counters[index]!, count: counts[index]! }
  }

  /** Undefined when that one is damaged. */
  pack(index: number): Pack | undefined {
    this.#bodies ??= this.#makeBodies()
    const body = this.#bodies.body(index)
    if (!body) return undefined
    const { authors, authorOf, counters, counts } = this.#heads
    // Not taken apart as a list would be, which goes by an iterator: this is done for each pack that is read.
    const author = authors[authorOf[index]!]!
    return { treeId: author[0], peerId: author[1], counter: counters[index]!, count: counts[index]!, body }
  }

  /** Where the packs of a tree are, in order. */
  ofTree(treeId: TreeId): number[] {
    const { authors, authorOf } = this.#heads
    const isOfTree = authors.map(([other]) => other === treeId)
    const indexes: number[] = []
    for (let index = 0; index < this.size; index++) if (isOfTree[authorOf[index]!]) indexes.push(index)
    return indexes
  }

  /** Where the pack of that author with the highest first counter that is not above `counter` is. */
  atOrBefore({ treeId, peerId, counter }: PackId): number | undefined {
    this.#indexesByAuthor ??= this.#byAuthor()
    const indexes = this.#indexesByAuthor.get(`${treeId}/${peerId}`) ?? []
    let [low, high] = [0, indexes.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#heads.counters[indexes[middle]!]! <= counter) low = middle + 1
      else high = middle
    }
    return indexes[low - 1]
  }

  #byAuthor(): Map<string, number[]> {
    const { authors, authorOf, counters } = this.#heads
    const indexesByAuthor = new Map<string, number[]>(authors.map(([tree, peer]) => [`${tree}/${peer}`, []]))
    const lists = [...indexesByAuthor.values()]
    for (let index = 0; index < this.size; index++) lists[authorOf[index]!]?.push(index)
    for (const list of lists) list.sort((a, b) => counters[a]! - counters[b]!)
    return indexesByAuthor
  }
}
