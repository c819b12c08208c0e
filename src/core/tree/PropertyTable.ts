import type { JsonValue, TreeVertexProperty } from 'reptree'
import { HALF, IntRows } from './IntRows'
import type { InternedStrings } from './InternedStrings'
import type { OpId, SetVertexProperty } from './ops'
import type { StoredValues } from './snapshot/StoredValues'
import { NONE, type VertexPlaces } from './VertexPlaces'

/** A vertex with more writes than this gets an index of its own. */
const CROWDED = 16
const FEW = 8
/** Stands for a value that nobody has asked for since the tree was loaded. */
const UNREAD: JsonValue = Object.freeze({})

/* What is known of a write, beside its value. */
/** The write before it of the same vertex. */
const NEXT = 0
const KEY = 1
const PEER = 2
/** Takes two fields. */
const COUNTER = 3
const FIELDS = 5

/** One winning write, by numbers. */
export interface PropertyWrite {
  readonly vertex: number
  readonly key: number
  readonly counter: number
  readonly peer: number
  readonly value: JsonValue | undefined
}

/** Many of them. */
export interface WriteColumns {
  readonly keys: Int32Array
  readonly counters: Float64Array
  readonly peers: Int32Array
  readonly values: StoredValues
}

/**
 * The winning write of each vertex and key; those that lost are not held. Removed keys stay, with an undefined value, to
 * win over older writes. The writes of a vertex are a list, newest key first.
 */
export class PropertyTable {
  readonly #rows = new IntRows(FIELDS)
  #values: (JsonValue | undefined)[] = []
  /** Where those are that are `UNREAD`. */
  #stored: StoredValues | undefined
  #crowded: Map<number, Map<number, number>> | undefined

  constructor(
    private readonly keyNames: InternedStrings,
    private readonly peerIds: InternedStrings,
    private readonly vertices: VertexPlaces,
  ) {}

  /**
   * Instead of what it holds: the writes vertex after vertex, and how many each of the vertices from `first` on has. Those of the
   * vertices before it were loaded and end at `start`; returns where these end.
   */
  load(perVertex: Int32Array, first: number, { keys, counters, peers, values }: WriteColumns, start: number): number {
    this.#rows.extend(keys.length)
    const rows = this.#rows.raw()
    let write = start
    for (let at = 0; at < perVertex.length; at++) {
      const end = write + (perVertex[at] ?? 0)
      for (let next = NONE; write < end; next = write++) {
        const row = write * FIELDS
        const counter = counters[write] ?? 0
        rows[row + NEXT] = next
        rows[row + KEY] = keys[write] ?? 0
        rows[row + PEER] = peers[write] ?? 0
        rows[row + COUNTER] = (counter / HALF) | 0
        rows[row + COUNTER + 1] = counter | 0
      }
      this.vertices.setFirstWrite(first + at, perVertex[at] === 0 ? NONE : end - 1)
    }
    if (first === 0) this.#loadValues(values)
    return write
  }

  #loadValues(values: StoredValues): void {
    const { count } = values
    if (count > FEW) {
      this.#values = new Array<JsonValue>(count).fill(UNREAD)
      this.#stored = values
    } else this.#values = Array.from({ length: count }, (_, index) => values.at(index))
  }

  settle(): void {
    this.#rows.settle()
  }

  /** Last writer wins. False when a newer write of this key is known. */
  write(vertex: number, op: SetVertexProperty): boolean {
    const key = this.keyNames.add(op.key)
    const { counter, peerId } = op.id
    const known = this.#find(vertex, key)
    if (known === NONE) {
      this.#append({ vertex, key, counter, peer: this.peerIds.add(peerId), value: op.value })
      return true
    }
    const lead = counter - this.#rows.wideAt(known, COUNTER)
    if (lead < 0 || (lead === 0 && peerId <= this.peerIds.at(this.#rows.at(known, PEER)))) return false
    this.#rows.setWide(known, COUNTER, counter)
    this.#rows.set(known, PEER, this.peerIds.add(peerId))
    this.#values[known] = op.value
    return true
  }

  /** The first write of this vertex and key. */
  #append({ vertex, key, counter, peer, value }: PropertyWrite): void {
    const first = this.vertices.firstWriteOf(vertex)
    const index = this.#addRow(first, key, counter, peer)
    // Pushing onto a short list would make room for many more than most trees have.
    if (this.#values.length < FEW) this.#values = this.#values.concat([value])
    else this.#values.push(value)
    this.vertices.setFirstWrite(vertex, index)
    this.#crowded?.get(vertex)?.set(key, index)
  }

  #addRow(next: number, key: number, counter: number, peer: number): number {
    const row = this.#rows.add()
    this.#rows.setWide(row, COUNTER, counter)
    this.#rows.set(row, NEXT, next)
    this.#rows.set(row, KEY, key)
    this.#rows.set(row, PEER, peer)
    return row
  }

  get(vertex: number, key: number): JsonValue | undefined {
    const index = this.#find(vertex, key)
    return index === NONE ? undefined : this.#valueAt(index)
  }

  #valueAt(index: number): JsonValue | undefined {
    const value = this.#values[index]
    if (value !== UNREAD) return value
    return (this.#values[index] = this.#stored?.at(index))
  }

  /** Those that have a value, by when their keys came. */
  allOf(vertex: number): TreeVertexProperty[] {
    const properties: TreeVertexProperty[] = []
    for (let at = this.vertices.firstWriteOf(vertex); at !== NONE; at = this.#rows.at(at, NEXT)) {
      const value = this.#valueAt(at)
      if (value !== undefined) properties.push({ key: this.keyNames.at(this.#rows.at(at, KEY)), value })
    }
    return properties.reverse()
  }

  /** By when their keys came. */
  writesOf(vertex: number): PropertyWrite[] {
    const writes: PropertyWrite[] = []
    for (let at = this.vertices.firstWriteOf(vertex); at !== NONE; at = this.#rows.at(at, NEXT)) {
      const [key, counter, peer] = [this.#rows.at(at, KEY), this.#rows.wideAt(at, COUNTER), this.#rows.at(at, PEER)]
      writes.push({ vertex, key, counter, peer, value: this.#valueAt(at) })
    }
    return writes.reverse()
  }

  idOf({ counter, peer }: PropertyWrite): OpId {
    return { counter, peerId: this.peerIds.at(peer) }
  }

  #find(vertex: number, key: number): number {
    let steps = 0
    for (let at = this.vertices.firstWriteOf(vertex); at !== NONE; at = this.#rows.at(at, NEXT)) {
      if (this.#rows.at(at, KEY) === key) return at
      if (++steps === CROWDED) return this.#indexOf(vertex).get(key) ?? NONE
    }
    return NONE
  }

  #indexOf(vertex: number): Map<number, number> {
    let index = this.#crowded?.get(vertex)
    if (!index) {
      index = new Map()
      this.#crowded ??= new Map()
      this.#crowded.set(vertex, index)
      for (let at = this.vertices.firstWriteOf(vertex); at !== NONE; at = this.#rows.at(at, NEXT)) {
        index.set(this.#rows.at(at, KEY), at)
      }
    }
    return index
  }
}
