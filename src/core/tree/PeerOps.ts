import type { PeerId } from './ops'

const BITS_PER_WORD = 32
const WORDS_PER_PAGE = 8
const BITS_PER_PAGE = BITS_PER_WORD * WORDS_PER_PAGE
/** A gap in the counters from which on a new range takes less room than a bit each. */
const WIDE_GAP = BITS_PER_PAGE

/** From the first counter to the last, both included. */
export type CounterRange = readonly [first: number, last: number]

interface OtherOps {
  /** Those before the newest one, ascending and apart from each other. None of them is in a page. */
  readonly earlier: CounterRange[]
  pages?: Map<number, Uint32Array>
}

/**
 * A set of counters of one peer. What comes in order, as nearly all does, makes ranges; the rest is one bit each in pages
 * of 256: inserting into the middle of sorted ranges would turn quadratic when a whole tree arrives shuffled.
 */
export class PeerOps {
  /** The newest range, the only one that grows; empty while there is none. Most peers have no other. */
  #first = 0
  #last = -1
  /** What is not in it. */
  #others: OtherOps | undefined
  /** In a list of several peers. */
  next: PeerOps | undefined

  constructor(readonly peerId: PeerId) {}

  /** False when it was there already. */
  add(counter: number): boolean {
    const last = this.#last
    if (last < this.#first || counter > last + WIDE_GAP) {
      if (this.#others?.pages && !this.#addBit(counter, false)) return false
      this.addRange(counter, counter)
      return true
    }
    if (counter === last + 1) {
      if (this.#others?.pages && !this.#addBit(counter, false)) return false
      this.#last = counter
      return true
    }
    if (counter <= last && this.#isInRange(counter)) return false
    return this.#addBit(counter, true)
  }

  /** A range that comes after all there is. */
  addRange(first: number, last: number): void {
    if (this.#first <= this.#last) {
      this.#others ??= { earlier: [] }
      this.#others.earlier.push([this.#first, this.#last])
    }
    this.#first = first
    this.#last = last
  }

  ranges(): CounterRange[] {
    const all = [...(this.#others?.earlier ?? [])]
    if (this.#first <= this.#last) all.push([this.#first, this.#last])
    for (const [pageNumber, page] of this.#others?.pages ?? []) {
      for (let bit = 0; bit < BITS_PER_PAGE; bit++) {
        const isThere = ((page[Math.floor(bit / BITS_PER_WORD)] ?? 0) & (1 << (bit % BITS_PER_WORD))) !== 0
        const counter = pageNumber * BITS_PER_PAGE + bit
        if (isThere) all.push([counter, counter])
      }
    }
    return joined(all.sort(([a], [b]) => a - b))
  }

  #isInRange(counter: number): boolean {
    if (counter >= this.#first) return true
    const earlier = this.#others?.earlier ?? []
    let [low, high] = [0, earlier.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((earlier[middle]?.[1] ?? 0) < counter) low = middle + 1
      else high = middle
    }
    return (earlier[low]?.[0] ?? Infinity) <= counter
  }

  /** False when the bit was set; with `set` it is from now on. */
  #addBit(counter: number, set: boolean): boolean {
    const pageNumber = Math.floor(counter / BITS_PER_PAGE)
    let page = this.#others?.pages?.get(pageNumber)
    if (!page) {
      if (!set) return true
      page = new Uint32Array(WORDS_PER_PAGE)
      this.#others ??= { earlier: [] }
      this.#others.pages ??= new Map()
      this.#others.pages.set(pageNumber, page)
    }
    const bit = counter % BITS_PER_PAGE
    const word = Math.floor(bit / BITS_PER_WORD)
    const mask = 1 << (bit % BITS_PER_WORD)
    const bits = page[word] ?? 0
    if ((bits & mask) !== 0) return false
    if (set) page[word] = bits | mask
    return true
  }
}

function joined(sorted: readonly CounterRange[]): CounterRange[] {
  const ranges: CounterRange[] = []
  for (const [first, last] of sorted) {
    const previous = ranges[ranges.length - 1]
    if (previous?.[1] === first - 1) ranges[ranges.length - 1] = [previous[0], last]
    else ranges.push([first, last])
  }
  return ranges
}
