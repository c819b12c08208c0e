import type { Database } from 'better-sqlite3'
import type { JsonValue } from 'reptree'
import { SHOWN_KEYS, type OutlineRow, type OutlineStore } from '../../core/persistence/outline/Outline'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { OpId, VertexId } from '../../core/tree/ops'
import { AuthorTable } from './AuthorTable'
import { BlockMap } from './outline/BlockMap'
import { nodeCodec } from './outline/nodeCodec'
import { LIST_SPAN, nodeKeyOf, PLACE_SPAN, placeKeyOf } from './outline/nodeKeys'
import type { NodeRecord } from './outline/NodeRecord'
import { numberCodec } from './outline/numberCodec'
import { partOf, type OutlinePart } from './outline/OutlinePart'
import { FIRST_LIST, OutlineState } from './outline/OutlineState'
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
/** So many are written in one transaction at most, some tenths of a millisecond each. */
const ROWS_OF_A_TRANSACTION = 16
const keyNumbers = new Map(SHOWN_KEYS.map((key, number) => [key, number]))

/**
 * The node table in SQLite. What lies under one parent is a list, in the order of ids; lists stand one after the other in
 * `nodeBlock`. `nodePlace` says in which list a vertex stands, and where the vertex stands that a list belongs to. What changes
 * stays in memory until `write`, together with the position of the log that it is true up to.
 */
export class SQLiteOutlineStore implements OutlineStore {
  /** Up to where it says what the log says. */
  readonly state: OutlineState
  readonly #authors: AuthorTable
  readonly #nodes: BlockMap<NodeRecord>
  readonly #places: BlockMap<number>
  #isRebuilt = false
  #losses = 0
  #packedTo: number | undefined = 0

  /** `authors`: who else reads them on this connection shares them. */
  constructor(db: Database, authors = new AuthorTable(db)) {
    this.#authors = authors
    const onDamage = (): void => {
      this.#losses += 1
      this.state.change({ through: null })
    }
    this.#nodes = new BlockMap(db, { table: 'nodeBlock', codec: nodeCodec, maxEntries: NODES_PER_BLOCK, onDamage })
    this.#places = new BlockMap(db, { table: 'nodePlace', codec: numberCodec, maxEntries: PLACES_PER_BLOCK, onDamage })
    this.state = new OutlineState(db)
  }

  /** To be called after a rollback: what was not written never happened. */
  forget(): void {
    this.#forgetRows()
    this.#losses += 1
  }

  /**
   * In a transaction: some of what was changed. With the last of it goes the position; until then the file says that nothing can
   * be relied on. True while there is more. Nothing during a rebuild.
   */
  write(): boolean {
    if (this.#isRebuilt) return false
    const isPart = this.unwritten > ROWS_OF_A_TRANSACTION
    this.writeSome(ROWS_OF_A_TRANSACTION)
    if (isPart) this.state.writeUnreliable()
    else this.state.write()
    return isPart
  }

  /** In a transaction: writes, then compresses a few rows that were changed; false when there are no more. */
  pack(rows: number): boolean {
    if (this.#isRebuilt) return false
    if (this.write()) return true
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
    const found = this.#find(id)
    if (!found) this.#putIn(UNPLACED, { id, list: 0, childCount: 0, writes: [] })
    const peer = this.#authors.findOrAdd({ treeId: this.state.treeId, peerId, counter })
    const writes = this.#nodes.findToChange(nodeKeyOf(found?.list ?? UNPLACED, id), isOf(id))?.writes
    const at = writes?.findIndex((write) => write.key === number) ?? -1
    writes?.splice(at === -1 ? writes.length : at, 1, { key: number, ...kinded(value), counter, peer })
  }

  lastMove(): OpId | undefined {
    return this.state.lastMove
  }

  putLastMove({ counter, peerId }: OpId): void {
    this.state.change({ lastCounter: counter, lastPeerId: peerId })
  }

  /** Rows of vertices that were handled so far: some tenths of a millisecond each. */
  get handled(): number {
    return this.#nodes.handled
  }

  /** In a transaction: so many rows of what was changed, places first. */
  writeSome(rows: number): void {
    const places = Math.min(rows, this.#places.unwritten)
    this.#places.write(places)
    this.#nodes.write(rows - places)
  }

  /** How often what was not written, or the table itself, was lost: whoever relied on it begins anew. */
  get losses(): number {
    return this.#losses
  }

  /** Rows that are changed in memory only. */
  get unwritten(): number {
    return this.#nodes.unwritten + this.#places.unwritten
  }

  /** Until `endRebuild`, `write` leaves changes in memory; `writeSome` takes them. */
  beginRebuild(): void {
    this.#setRebuilt(true)
  }

  /** In a transaction: the rows stand for nothing while only some of them are written. */
  markUnreliable(): void {
    this.state.change({ through: null })
    this.state.write()
  }

  /** In a transaction: rows that cannot be relied on make way for others. */
  clearIfUnreliable(): void {
    if (this.state.position) return
    this.clear()
    this.markUnreliable()
  }

  /** In a transaction: it says what the tree says as of a position, where `last` was the last move. */
  endRebuild(through: Position, last: OpId | undefined, isWaiting: boolean): void {
    this.#setRebuilt(false)
    const lastMove = { lastCounter: last?.counter ?? null, lastPeerId: last?.peerId ?? null }
    this.state.change({ through, partOps: 0, ...lastMove }, isWaiting)
  }

  /** Unless it ended: what was changed since `beginRebuild` and not written never happened. */
  leaveRebuild(): void {
    if (!this.#isRebuilt) return
    this.#setRebuilt(false)
    this.#forgetRows()
  }

  clear(): void {
    this.#nodes.clear()
    this.#places.clear()
    this.state.change({ lastCounter: null, lastPeerId: null, lists: FIRST_LIST })
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
    const list = this.state.row.lists
    this.state.change({ lists: list + 1 })
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

  #forgetRows(): void {
    this.#nodes.forget()
    this.#places.forget()
    this.state.forget()
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
