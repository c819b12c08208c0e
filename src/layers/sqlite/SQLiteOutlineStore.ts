import type { Database } from 'better-sqlite3'
import type { JsonValue } from 'reptree'
import { SHOWN_KEYS, type OutlineRow, type OutlineStore } from '../../core/persistence/outline/Outline'
import type { OpId, VertexId } from '../../core/tree/ops'
import { AuthorTable } from './AuthorTable'
import { BlockMap } from './outline/BlockMap'
import { nodeCodec } from './outline/nodeCodec'
import { LIST_SPAN, nodeKeyOf, PLACE_SPAN, placeKeyOf } from './outline/nodeKeys'
import type { NodeRecord } from './outline/NodeRecord'
import { numberCodec } from './outline/numberCodec'
import { partOf, type OutlinePart } from './outline/OutlinePart'
import { FIRST_LIST, OutlineState, STALE, UNRELIABLE } from './outline/OutlineState'
import { kinded } from './outline/valueColumns'

interface Found {
  readonly list: number
  readonly record: NodeRecord
}

/** What has no parent. */
const ROOTS = 0
/** What nothing is known of but properties: the op that makes it is still to come. */
const UNPLACED = 1
/** Of a screen's rows in one row of the table: more pack better, fewer are quicker to change. */
const NODES_PER_BLOCK = 256
const PLACES_PER_BLOCK = 1024
/** So many rows of vertices one transaction reads or changes at most, about a millisecond each. */
const ROWS_OF_A_COMMIT = 64
const keyNumbers = new Map(SHOWN_KEYS.map((key, number) => [key, number]))

/**
 * The node table in SQLite. What lies under one parent is a list, in the order of ids; lists stand one after the other in
 * `nodeBlock`. `nodePlace` says in which list a vertex stands, and where the vertex stands that a list belongs to.
 */
export class SQLiteOutlineStore implements OutlineStore {
  readonly #authors: AuthorTable
  readonly #nodes: BlockMap<NodeRecord>
  readonly #places: BlockMap<number>
  readonly #state: OutlineState
  #isRebuilt = false
  #losses = 0
  /** What `handled` may come to in this transaction; none has begun to change anything when it is undefined. */
  #enough: number | undefined
  #packedTo: number | undefined = 0

  /** `authors`: who else reads them on this connection shares them. */
  constructor(db: Database, authors = new AuthorTable(db)) {
    this.#authors = authors
    const onDamage = (): void => {
      this.#losses += 1
      this.#state.change({ isStale: UNRELIABLE })
    }
    this.#nodes = new BlockMap(db, { table: 'nodeBlock', codec: nodeCodec, maxEntries: NODES_PER_BLOCK, onDamage })
    this.#places = new BlockMap(db, { table: 'nodePlace', codec: numberCodec, maxEntries: PLACES_PER_BLOCK, onDamage })
    this.#state = new OutlineState(db)
  }

  /** To be called after a rollback: what was remembered of the transaction never happened. */
  forget(): void {
    this.#forgetRows()
    this.#state.forget()
    this.#losses += 1
  }

  /** In a transaction, after the last change. A table that became stale stays as it was before. */
  write(): void {
    if (!this.#isRebuilt) {
      if (this.isStale()) this.#forgetRows()
      else while (this.writeSome());
    }
    this.#state.write()
    this.#enough = undefined
  }

  /** In a transaction: compresses a few rows that were changed; false when there are no more. */
  pack(rows: number): boolean {
    if (this.#isRebuilt) return false
    if (this.#packedTo !== undefined) this.#packedTo = this.#nodes.pack(this.#packedTo, rows)
    if (this.#packedTo !== undefined) return true
    this.#packedTo = 0
    return false
  }

  /** Vertices in the lists. Cost: all of them. */
  size(): number {
    let size = 0
    for (const record of this.#nodes.range(0, Number.MAX_SAFE_INTEGER)) if (this.hasNode(record.id)) size += 1
    return size
  }

  hasNode(id: VertexId): boolean {
    const found = this.#find(id)
    return found !== undefined && found.list !== UNPLACED
  }

  parentOf(id: VertexId): VertexId | null | undefined {
    const found = this.#find(id)
    if (!found || found.list === UNPLACED) return undefined
    return found.list === ROOTS ? null : this.#owner(found.list)?.id
  }

  putNode(id: VertexId, parentId: VertexId | null): void {
    this.#changing()
    const list = parentId === null ? ROOTS : this.#listOf(parentId)
    const found = this.#find(id)
    if (found?.list === list) return
    const record: NodeRecord = found?.record ?? { id, list: 0, childCount: 0, writes: [] }
    if (found) this.#takeOut(id, found.list)
    this.#putIn(list, record)
    const owner = this.#ownerKey(list)
    if (owner !== undefined) this.#count(owner, list, 1)
  }

  propertyWriter(id: VertexId, key: string): OpId | undefined {
    const number = keyNumbers.get(key)
    const write = this.#find(id)?.record.writes.find((one) => one.key === number)
    return write && { counter: write.counter, peerId: this.#authors.name(write.peer).peerId }
  }

  putProperty(id: VertexId, key: string, value: JsonValue | undefined, { counter, peerId }: OpId): void {
    const number = keyNumbers.get(key)
    if (number === undefined) return
    this.#changing()
    const found = this.#find(id)
    if (!found) this.#putIn(UNPLACED, { id, list: 0, childCount: 0, writes: [] })
    const treeId = this.#state.row.spaceId
    const peer = this.#authors.findOrAdd({ treeId, peerId, counter })
    const writes = this.#nodes.findToChange(nodeKeyOf(found?.list ?? UNPLACED, id), isOf(id))?.writes
    const at = writes?.findIndex((write) => write.key === number) ?? -1
    writes?.splice(at === -1 ? writes.length : at, 1, { key: number, ...kinded(value), counter, peer })
  }

  lastMove(): OpId | undefined {
    return this.#state.lastMove
  }

  putLastMove({ counter, peerId }: OpId): void {
    this.#state.change({ lastCounter: counter, lastPeerId: peerId })
  }

  isStale(): boolean {
    return this.#state.row.isStale !== 0
  }

  markStale(): void {
    if (this.#state.row.isStale === 0) this.#state.change({ isStale: STALE })
  }

  /** Rows of vertices that were handled so far: some tenths of a millisecond each. */
  get handled(): number {
    return this.#nodes.handled
  }

  /** In a transaction: part of what was changed; true while there is more. */
  writeSome(rows = Infinity): boolean {
    return this.#places.write(rows) || this.#nodes.write(rows)
  }

  /** How often what was not written, or the table itself, was lost: whoever relied on it begins anew. */
  get losses(): number {
    return this.#losses
  }

  /** Rows that are changed in memory only. */
  get unwritten(): number {
    return this.#nodes.unwritten + this.#places.unwritten
  }

  /** Until `endRebuild`, changes stay in memory: `write` leaves them there, `writeSome` takes them. */
  beginRebuild(): void {
    this.#setRebuilt(true)
  }

  /** In a transaction: the rows stand for nothing while only some of them are written. */
  markUnreliable(): void {
    this.#state.change({ isStale: UNRELIABLE })
    this.#state.write()
  }

  /** In a transaction. False when the table is only stale, and can be put right. */
  clearIfUnreliable(): boolean {
    if (this.#state.row.isStale !== UNRELIABLE) return false
    this.clear()
    this.markUnreliable()
    return true
  }

  /** In a transaction: it says what the tree says, where `last` was the last move. */
  endRebuild(last: OpId | undefined): void {
    this.#setRebuilt(false)
    this.#state.change({ isStale: 0, lastCounter: last?.counter ?? null, lastPeerId: last?.peerId ?? null })
  }

  /** What was changed since `beginRebuild` and not written never happened; the table is as stale as before. */
  leaveRebuild(): void {
    this.#setRebuilt(false)
    this.#forgetRows()
  }

  clear(): void {
    this.#nodes.clear()
    this.#places.clear()
    this.#state.change({ isStale: 0, lastCounter: null, lastPeerId: null, lists: FIRST_LIST })
  }

  rows(parentId: VertexId | null): OutlineRow[] {
    return this.part(parentId, 0, Infinity).rows
  }

  /** About so many rows from `from` on (0, or what an earlier part says), and where the next part begins. */
  part(parentId: VertexId | null, from: number, limit: number): OutlinePart {
    const list = parentId === null ? ROOTS : (this.#find(parentId)?.record.list ?? 0)
    const isNone = list === 0 && parentId !== null
    return partOf(isNone ? [] : this.#nodes.range(list * LIST_SPAN + from, (list + 1) * LIST_SPAN), parentId, limit)
  }

  #find(id: VertexId): Found | undefined {
    const key = placeKeyOf(id)
    // Nearly always there is one.
    for (const list of this.#places.range(key, key + 1)) {
      const record = this.#nodes.find(nodeKeyOf(list, id), isOf(id))
      if (record) return { list, record }
    }
    return undefined
  }

  /** The list of what lies under the vertex; made when it has none, and so is the vertex. */
  #listOf(id: VertexId): number {
    const found = this.#find(id)
    if (found && found.record.list > 0) return found.record.list
    if (!found) this.#putIn(UNPLACED, { id, list: 0, childCount: 0, writes: [] })
    const list = this.#state.row.lists
    this.#state.change({ lists: list + 1 })
    const key = nodeKeyOf(found?.list ?? UNPLACED, id)
    const record = this.#nodes.findToChange(key, isOf(id))
    if (record) record.list = list
    this.#places.insert(PLACE_SPAN + list, key)
    return list
  }

  #putIn(list: number, record: NodeRecord): void {
    const key = nodeKeyOf(list, record.id)
    this.#nodes.insert(key, record)
    this.#places.insert(placeKeyOf(record.id), list)
    if (record.list > 0) this.#places.insert(PLACE_SPAN + record.list, key)
  }

  #takeOut(id: VertexId, list: number): void {
    const key = nodeKeyOf(list, id)
    const own = this.#nodes.find(key, isOf(id))?.list ?? 0
    this.#nodes.remove(key, isOf(id))
    this.#places.remove(placeKeyOf(id), (one) => one === list)
    if (own > 0) this.#places.remove(PLACE_SPAN + own, () => true)
    const owner = this.#ownerKey(list)
    if (owner !== undefined) this.#count(owner, list, -1)
  }

  #ownerKey(list: number): number | undefined {
    return list < FIRST_LIST ? undefined : this.#places.find(PLACE_SPAN + list, () => true)
  }

  #owner(list: number): NodeRecord | undefined {
    const key = this.#ownerKey(list)
    return key === undefined ? undefined : this.#nodes.find(key, (record) => record.list === list)
  }

  #count(ownerKey: number, list: number, by: number): void {
    const owner = this.#nodes.findToChange(ownerKey, (record) => record.list === list)
    if (owner) owner.childCount = Math.max(0, owner.childCount + by)
  }

  /** Changes all over a large table would hold up everybody in one transaction: rebuilding does them in steps. */
  #changing(): void {
    this.#enough ??= this.handled + ROWS_OF_A_COMMIT
    if (!this.#isRebuilt && this.handled > this.#enough) this.markStale()
  }

  #forgetRows(): void {
    this.#enough = undefined
    this.#nodes.forget()
    this.#places.forget()
  }

  #setRebuilt(isRebuilt: boolean): void {
    this.#isRebuilt = isRebuilt
    this.#nodes.keepMany(isRebuilt)
    this.#places.keepMany(isRebuilt)
  }
}

function isOf(id: VertexId): (record: NodeRecord) => boolean {
  return (record) => record.id === id
}
