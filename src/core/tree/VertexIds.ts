import type { VertexId } from './ops'
import { RecentIds } from './RecentIds'
import { asciiText } from './snapshot/asciiText'

const WORDS = 4
const DIGITS = 32
/** So few are strings only, and looking at each finds them. */
const FEW = 8
const FIRST_SLOTS = 4 * FEW
/** Ids that become strings together: neighbours are read together, and one decoder call does them all. */
const BLOCK = 256
/** So many of a block become strings each for itself: of a tree that was just loaded often only the root is wanted. */
const MAX_ALONE = 2
const NO_DIGIT = 255
const HEX = '0123456789abcdef'
const digitOfCode = new Uint8Array(128).fill(NO_DIGIT)
const NO_WORDS = new Int32Array(0)
/** The id parsed last: used at once. */
const parsed = new Int32Array(WORDS)
const codeOfDigit = Uint8Array.from(HEX, (digit) => digit.charCodeAt(0))
for (const [digit, code] of codeOfDigit.entries()) digitOfCode[code] = digit

/**
 * Vertex ids by number: each is held once, numbers count up from 0. Ids as `newVertexId` makes them, 32 hex digits, are 16
 * bytes in a hash table of their own (linear probing) and become strings when somebody reads them; others are strings.
 */
export class VertexIds {
  /** Empty while there are few. */
  #words = NO_WORDS
  /** Number + 1 at the place of its hash or the next free one after it; 0 is free. At most half are taken. */
  #slots = NO_WORDS
  #strings: (VertexId | undefined)[] = []
  #others: Map<VertexId, number> | undefined
  /** Undefined while there are few. */
  #recent: RecentIds | undefined

  get count(): number {
    return this.#strings.length
  }

  reserve(count: number): void {
    if (count <= FEW || count * WORDS <= this.#words.length) return
    const words = new Int32Array(count * WORDS)
    words.set(this.#words)
    const hadFew = this.#recent === undefined
    this.#recent ??= new RecentIds()
    this.#words = words
    let slots = Math.max(this.#slots.length, FIRST_SLOTS)
    while (slots < count * 2) slots *= 2
    this.#slots = new Int32Array(slots)
    for (let index = 0; index < this.count; index++) {
      if (hadFew) this.#index(index, this.#strings[index] ?? '')
      else if (this.isHex(index)) this.#slots[this.#freeSlotFor(words, index * WORDS)] = index + 1
    }
  }

  /** -1 when it was never added. */
  indexOf(id: VertexId): number {
    const recent = this.#recent
    if (!recent) return this.#strings.indexOf(id)
    const known = recent.indexOf(id)
    if (known !== -1) return known
    const index = this.#parse(id) ? this.#indexOfParsed() : (this.#others?.get(id) ?? -1)
    if (index !== -1) recent.remember(id, index)
    return index
  }

  at(index: number): VertexId {
    return this.#strings[index] ?? this.#read(index)
  }

  /** Its number, a new one when it is not there yet. */
  add(id: VertexId): number {
    const known = this.indexOf(id)
    if (known !== -1) return known
    const index = this.#grow(id)
    if (this.#words.length > 0) this.#index(index, id)
    this.#recent?.remember(id, index)
    return index
  }

  /** Ids that are not there yet, from their bytes as `wordsAt` gives them: those from `first` up to, not including, `end`. */
  addWords(words: Int32Array, first: number, end: number): void {
    const count = this.count + (end - first) / WORDS
    if (this.#hasFew(count)) {
      for (let at = first; at < end; at += WORDS) this.#grow(hexIn(words, at, at + WORDS))
      return
    }
    if (count * WORDS > this.#words.length) this.reserve(Math.max(count, this.count * 2))
    this.#words.set(words.subarray(first, end), this.count * WORDS)
    for (let at = first, index = this.count; at < end; at += WORDS) this.#slots[this.#freeSlotFor(words, at)] = ++index
    this.#strings = this.#strings.concat(new Array<undefined>(count - this.count))
  }

  isHex(index: number): boolean {
    if (this.#words.length === 0) return this.#parse(this.at(index))
    // Others have no words.
    if (this.#words[index * WORDS] !== 0) return true
    const id = this.#strings[index]
    return id === undefined || this.#others?.has(id) !== true
  }

  /** Its first eight digits as a number, `NaN` when it is not hex: of two that differ the smaller one's id sorts first. */
  rankOf(index: number): number {
    return this.isHex(index)
      ? (this.#words.length > 0 ? (this.#words[index * WORDS] ?? 0) : (parsed[0] ?? 0)) >>> 0
      : NaN
  }

  /** Of one that is hex; until the next question. */
  wordsAt(index: number): Int32Array {
    if (this.#words.length > 0) return this.#words.subarray(index * WORDS, (index + 1) * WORDS)
    this.#parse(this.at(index))
    return parsed
  }

  #hasFew(count: number): boolean {
    return this.#words.length === 0 && count <= FEW
  }

  #grow(id: VertexId | undefined): number {
    if (this.#hasFew(this.count + 1)) this.#strings = this.#strings.concat([id])
    else {
      if (this.count * WORDS >= this.#words.length) this.reserve(this.count * 2)
      this.#strings.push(id)
    }
    return this.#strings.length - 1
  }

  /** Makes an id findable that was added as a string. */
  #index(index: number, id: VertexId): void {
    if (this.#parse(id)) this.#put(index, parsed, 0)
    else {
      this.#others ??= new Map()
      this.#others.set(id, index)
    }
  }

  #put(index: number, words: Int32Array, from: number): void {
    const own = this.#words
    const at = index * WORDS
    for (let i = 0; i < WORDS; i++) own[at + i] = words[from + i] ?? 0
    this.#slots[this.#freeSlotFor(words, from)] = index + 1
  }

  /** Into `parsed`; false when it is not 32 lower-case hex digits. */
  #parse(id: VertexId): boolean {
    if (id.length !== DIGITS) return false
    for (let word = 0, at = 0; word < WORDS; word++) {
      let bits = 0
      for (const end = at + 8; at < end; at++) {
        const digit = digitOfCode[id.charCodeAt(at)] ?? NO_DIGIT
        if (digit === NO_DIGIT) return false
        bits = (bits << 4) | digit
      }
      parsed[word] = bits
    }
    return true
  }

  #indexOfParsed(): number {
    const words = this.#words
    const mask = this.#slots.length - 1
    for (let slot = hashOf(parsed, 0) & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] ?? 0) - 1
      if (index < 0) return -1
      let same = 0
      while (same < WORDS && words[index * WORDS + same] === parsed[same]) same++
      if (same === WORDS) return index
    }
  }

  #freeSlotFor(words: Int32Array, from: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hashOf(words, from) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    return slot
  }

  #read(index: number): VertexId {
    const first = index - (index % BLOCK)
    const end = Math.min(first + BLOCK, this.count)
    let known = 0
    for (let i = first; i < end && known <= MAX_ALONE; i++) if (this.#strings[i] !== undefined) known++
    if (known <= MAX_ALONE) return (this.#strings[index] = hexIn(this.#words, index * WORDS, (index + 1) * WORDS))
    const text = hexIn(this.#words, first * WORDS, end * WORDS)
    for (let i = first; i < end; i++) this.#strings[i] ??= text.slice((i - first) * DIGITS, (i - first + 1) * DIGITS)
    return this.#strings[index] ?? ''
  }
}

/** The words from `first` up to, not including, `end`: eight digits each. */
function hexIn(words: Int32Array, first: number, end: number): string {
  return asciiText((end - first) * 8, (codes) => {
    for (let digit = 0; digit < codes.length; digit++) {
      const word = words[first + (digit >> 3)] ?? 0
      codes[digit] = codeOfDigit[(word >>> (28 - 4 * (digit & 7))) & 15] ?? 0
    }
  })
}

function hashOf(words: Int32Array, from: number): number {
  const a = words[from] ?? 0
  const b = words[from + 1] ?? 0
  const c = words[from + 2] ?? 0
  const d = words[from + 3] ?? 0
  const mixed = Math.imul(
    a ^ Math.imul(b ^ Math.imul(c ^ Math.imul(d, 0x85ebca6b), 0xc2b2ae35), 0x27d4eb2f),
    0x165667b1,
  )
  return mixed ^ (mixed >>> 15)
}
