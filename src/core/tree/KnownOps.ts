import type { OpId, PeerId } from './ops'

const BITS_PER_WORD = 32
const WORDS_PER_PAGE = 8
const BITS_PER_PAGE = BITS_PER_WORD * WORDS_PER_PAGE

/**
 * A set of op ids: one bit each, in pages of 256 counters per peer. Ranges would be smaller for ops that come in order,
 * but inserting into sorted ranges turns quadratic when a whole tree arrives shuffled; a bit costs the same in any order.
 */
export class KnownOps {
  readonly #pagesByPeer = new Map<PeerId, Map<number, Uint32Array>>()
  #count = 0
  /** The page found last: neighbours usually share it. */
  #lastPeerId: PeerId = ''
  #lastPageNumber = -1
  #lastPage: Uint32Array = new Uint32Array(0)

  get count(): number {
    return this.#count
  }

  /** False when it was there already. */
  add(id: OpId): boolean {
    const page = this.#pageOf(id)
    const bit = id.counter % BITS_PER_PAGE
    const word = Math.floor(bit / BITS_PER_WORD)
    const mask = 1 << (bit % BITS_PER_WORD)
    const bits = page[word] ?? 0
    if ((bits & mask) !== 0) return false
    page[word] = bits | mask
    this.#count++
    return true
  }

  #pageOf(id: OpId): Uint32Array {
    const pageNumber = Math.floor(id.counter / BITS_PER_PAGE)
    if (pageNumber === this.#lastPageNumber && id.peerId === this.#lastPeerId) return this.#lastPage
    let pages = this.#pagesByPeer.get(id.peerId)
    if (!pages) {
      pages = new Map()
      this.#pagesByPeer.set(id.peerId, pages)
    }
    let page = pages.get(pageNumber)
    if (!page) {
      page = new Uint32Array(WORDS_PER_PAGE)
      pages.set(pageNumber, page)
    }
    this.#lastPeerId = id.peerId
    this.#lastPageNumber = pageNumber
    this.#lastPage = page
    return page
  }
}
