import type { Database } from 'better-sqlite3'
import { checksum } from '../../../core/persistence/hash'
import { brotli } from '../brotli'
import { indexOf, lowerBound, middleOf, type Entries } from './Entries'
import { LateStatement } from '../LateStatement'

/** How the entries of one row become bytes. `decode` may throw on bytes it did not make. */
export interface BlockCodec<T> {
  encode(entries: Entries<T>): Uint8Array
  decode(bytes: Uint8Array): Entries<T>
}

export interface BlockMapOptions<T> {
  readonly table: 'nodeBlock' | 'nodePlace'
  readonly codec: BlockCodec<T>
  /** Of a row that is written to; a packed one may hold twice as many. */
  readonly maxEntries: number
  /** Hears of a row that is not what was stored; it reads as empty from then on. */
  readonly onDamage: () => void
}

interface BlockRow {
  readonly isPacked: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** One row of the table while it is in memory. */
interface Block<T> extends Entries<T> {
  /** The key of the row: none of its entries has a lower one, unless it is the first row. */
  readonly first: number
}

/** Decoded rows kept for the next reader; a screen reads few, a walk through all lists comes back to each many times. */
const KEPT_BLOCKS = 256
/** While everything is read in an order of its own, a row must not be decoded again for each of its entries. */
const KEPT_MANY = 4096

/**
 * Many small entries in few rows: a sorted map from numbers (safe integers from 0 on, not unique) to records, some hundred
 * to a row, as the leaves of a tree hold them. Rows are written loose and packed tightly later (`pack`). What changes stays
 * in memory until `write`.
 */
export class BlockMap<T> {
  readonly #options: BlockMapOptions<T>
  readonly #rowKeys: LateStatement<[], number>
  readonly #read: LateStatement<[number], BlockRow>
  readonly #put: LateStatement<[number, number, number, Uint8Array]>
  readonly #drop: LateStatement<[number]>
  readonly #dropAll: LateStatement<[]>
  readonly #firstLoose: LateStatement<[number], number>
  /** By the keys of their rows. */
  readonly #kept = new Map<number, Block<T>>()
  readonly #changed = new Map<number, Block<T>>()
  /** The keys of all rows, written or not, the lowest first. */
  #firsts: number[] | undefined
  #mayKeep = KEPT_BLOCKS
  #handled = 0

  constructor(db: Database, options: BlockMapOptions<T>) {
    this.#options = options
    const { table } = options
    this.#rowKeys = new LateStatement(db, `SELECT key FROM ${table} INDEXED BY ${table}Loose ORDER BY key`, 'pluck')
    this.#read = new LateStatement(db, `SELECT isPacked, checksum, bytes FROM ${table} WHERE key = ?`)
    this.#put = new LateStatement(
      db,
      `INSERT OR REPLACE INTO ${table} (key, isPacked, checksum, bytes) VALUES (?, ?, ?, ?)`,
    )
    this.#drop = new LateStatement(db, `DELETE FROM ${table} WHERE key = ?`)
    this.#dropAll = new LateStatement(db, `DELETE FROM ${table}`)
    this.#firstLoose = new LateStatement(db, `SELECT min(key) FROM ${table} WHERE isPacked = 0 AND key >= ?`, 'pluck')
  }

  /** Rows decoded, and rows that began to be changed, so far: what work on it costs. */
  get handled(): number {
    return this.#handled
  }

  /** From now on, or no longer: what is read stays in memory. */
  keepMany(isWanted: boolean): void {
    this.#mayKeep = isWanted ? KEPT_MANY : KEPT_BLOCKS
    this.#letGo()
  }

  /** Rows that are changed in memory only. */
  get unwritten(): number {
    return this.#changed.size
  }

  /** Forgets what was read and what was not written. */
  forget(): void {
    this.#kept.clear()
    this.#changed.clear()
    this.#firsts = undefined
  }

  /** In a transaction. */
  clear(): void {
    this.forget()
    this.#dropAll.run()
  }

  /** The entries with keys from `from` up to, not including, `to`. */
  *range(from: number, to: number): Generator<T> {
    for (let block: Block<T> | undefined = this.#blockOf(from); block; block = this.#after(block)) {
      for (let at = lowerBound(block.keys, from); at < block.keys.length; at++) {
        if (block.keys[at]! >= to) return
        yield block.records[at]!
      }
    }
  }

  /** The record with this key that `isIt` says yes to; not to be changed. */
  find(key: number, isIt: (record: T) => boolean): T | undefined {
    const block = this.#blockOf(key)
    return block.records[indexOf(block, key, isIt)]
  }

  /** The same to be changed, at once and in place. */
  findToChange(key: number, isIt: (record: T) => boolean): T | undefined {
    const block = this.#blockOf(key)
    const record = block.records[indexOf(block, key, isIt)]
    if (record !== undefined) this.#change(block)
    return record
  }

  insert(key: number, record: T): void {
    let block = this.#blockOf(key)
    if (block.keys.length >= this.#options.maxEntries) block = this.#split(block, key)
    const at = lowerBound(block.keys, key + 1)
    block.keys.splice(at, 0, key)
    block.records.splice(at, 0, record)
    this.#change(block)
  }

  remove(key: number, isIt: (record: T) => boolean): void {
    const block = this.#blockOf(key)
    const at = indexOf(block, key, isIt)
    if (at === -1) return
    block.keys.splice(at, 1)
    block.records.splice(at, 1)
    this.#change(block)
  }

  /** In a transaction: what was changed goes to its rows, to so many of them. */
  write(rows: number): void {
    let left = rows
    for (const block of this.#changed.values()) {
      if (left-- <= 0) return
      this.#changed.delete(block.first)
      if (block.keys.length === 0 && block.first > 0) this.#dropRow(block.first)
      else {
        this.#put.run(block.first, 0, ...sealed(this.#options.codec.encode(block)))
        this.#keep(block)
      }
    }
  }

  /**
   * In a transaction: compresses rows from `from` on that are written loose, together with loose neighbours where they fit
   * into one. Returns where to go on; undefined when there are none left. Cost: under a millisecond for each of `rows`.
   */
  pack(from: number, rows: number): number | undefined {
    let next: number | null | undefined = from
    for (let left = rows; left > 0; left--) {
      const first: number | null | undefined = this.#firstLoose.get(next)
      if (typeof first !== 'number') return undefined
      next = this.#packFrom(first)
    }
    return next
  }

  /** Returns from where on the next one may be. */
  #packFrom(first: number): number {
    let { keys, records } = this.#load(first)
    for (;;) {
      const next = this.#directory[lowerBound(this.#directory, first + 1)]
      if (next === undefined || this.#firstLoose.get(next) !== next) break
      const other = this.#load(next)
      if (keys.length + other.keys.length > 2 * this.#options.maxEntries) break
      keys = [...keys, ...other.keys]
      records = [...records, ...other.records]
      this.#dropRow(next)
    }
    this.#put.run(first, 1, ...sealed(brotli.compress(this.#options.codec.encode({ keys, records }))))
    this.#kept.delete(first)
    return first + 1
  }

  get #directory(): number[] {
    return (this.#firsts ??= this.#rowKeys.all())
  }

  #blockOf(key: number): Block<T> {
    return this.#load(this.#directory[lowerBound(this.#directory, key + 1) - 1] ?? 0)
  }

  #after(block: Block<T>): Block<T> | undefined {
    const first = this.#directory[lowerBound(this.#directory, block.first + 1)]
    return first === undefined ? undefined : this.#load(first)
  }

  #dropRow(first: number): void {
    this.#drop.run(first)
    this.#kept.delete(first)
    this.#directory.splice(lowerBound(this.#directory, first), 1)
  }

  #load(first: number): Block<T> {
    const known = this.#changed.get(first) ?? this.#kept.get(first)
    if (known) return known
    this.#handled += 1
    const block = { first, ...this.#decoded(this.#read.get(first)) }
    this.#keep(block)
    return block
  }

  #decoded(row: BlockRow | undefined): Entries<T> {
    if (!row) return { keys: [], records: [] }
    try {
      if (checksum(row.bytes) !== row.checksum) throw new Error('not what was stored')
      return this.#options.codec.decode(row.isPacked === 1 ? brotli.decompress(row.bytes) : row.bytes)
    } catch {
      this.#options.onDamage()
      return { keys: [], records: [] }
    }
  }

  #change(block: Block<T>): void {
    if (this.#changed.has(block.first)) return
    this.#handled += 1
    this.#kept.delete(block.first)
    this.#changed.set(block.first, block)
    if (this.#directory.length === 0) this.#directory.push(block.first)
  }

  #keep(block: Block<T>): void {
    this.#kept.set(block.first, block)
    this.#letGo()
  }

  #letGo(): void {
    for (const first of this.#kept.keys()) {
      if (this.#kept.size <= this.#mayKeep) return
      this.#kept.delete(first)
    }
  }

  /** Two rows for one; returns the one the key belongs to. What comes in order fills rows to the end. */
  #split(block: Block<T>, key: number): Block<T> {
    const { keys, records } = block
    const isNext = key > keys[keys.length - 1]!
    const middle = isNext ? keys.length : middleOf(keys)
    if (middle === undefined) return block
    const first = keys[middle] ?? key
    const half = { first, keys: keys.splice(middle), records: records.splice(middle) }
    this.#directory.splice(lowerBound(this.#directory, first), 0, first)
    this.#change(block)
    this.#change(half)
    return key >= first ? half : block
  }
}

function sealed(bytes: Uint8Array): [checksum: number, bytes: Uint8Array] {
  return [checksum(bytes), bytes]
}
