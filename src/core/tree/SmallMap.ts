/** More entries are found faster in a real map. */
const FEW = 8
const NO_ENTRIES: unknown[] = []

/**
 * A Map that takes a third of the room while it has few entries, as most maps of a document have: a real one makes room for four
 * when it is made, 200 bytes. Keys must be strings or whole numbers.
 */
export class SmallMap<K extends string | number, V> implements Map<K, V> {
  /** Each key and its value. */
  #entries = NO_ENTRIES
  /** Instead of them, when there are more than a few. */
  #large: Map<K, V> | undefined

  /** With the entries of another one. */
  constructor(entries?: ReadonlyMap<K, V>) {
    for (const [key, value] of entries ?? []) this.set(key, value)
  }

  get size(): number {
    return this.#large ? this.#large.size : this.#entries.length / 2
  }

  get(key: K): V | undefined {
    if (this.#large) return this.#large.get(key)
    const entries = this.#entries
    for (let at = 0; at < entries.length; at += 2) if (entries[at] === key) return entries[at + 1] as V
    return undefined
  }

  has(key: K): boolean {
    return this.#large ? this.#large.has(key) : indexOf(this.#entries, key) !== -1
  }

  set(key: K, value: V): this {
    const at = this.#large ? -1 : indexOf(this.#entries, key)
    if (at !== -1) this.#entries[at + 1] = value
    else if (this.#large) this.#large.set(key, value)
    // Joined and not pushed: an array that grows by itself makes room for many more.
    else if (this.size < FEW) this.#entries = this.#entries.concat([key, value])
    else {
      this.#large = new Map(this.entries()).set(key, value)
      this.#entries = NO_ENTRIES
    }
    return this
  }

  delete(key: K): boolean {
    if (this.#large) return this.#large.delete(key)
    const at = indexOf(this.#entries, key)
    if (at === -1) return false
    this.#entries = this.#entries.filter((_, index) => index !== at && index !== at + 1)
    return true
  }

  clear(): void {
    this.#large = undefined
    this.#entries = NO_ENTRIES
  }

  forEach(callback: (value: V, key: K, map: Map<K, V>) => void): void {
    if (this.#large) this.#large.forEach((value, key) => callback(value, key, this))
    // Without an iterator: a document asks so at the beginning and the end of every transaction.
    else
      for (let at = 0; at < this.#entries.length; at += 2)
        callback(this.#entries[at + 1] as V, this.#entries[at] as K, this)
  }

  *entries(): MapIterator<[K, V]> {
    if (this.#large) yield* this.#large
    else for (let at = 0; at < this.#entries.length; at += 2) yield [this.#entries[at] as K, this.#entries[at + 1] as V]
  }

  *keys(): MapIterator<K> {
    for (const [key] of this) yield key
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  get [Symbol.toStringTag](): string {
    return 'SmallMap'
  }
}

/** -1 when it is not there. */
function indexOf(entries: readonly unknown[], key: unknown): number {
  for (let at = 0; at < entries.length; at += 2) if (entries[at] === key) return at
  return -1
}
