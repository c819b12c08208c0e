import type { JsonValue, TreeVertexProperty } from 'reptree'
import { ChildOrder, CREATED_KEY, ORDER_KEY } from './ChildOrder'
import {
  isEditText,
  isMoveVertex,
  type EditText,
  type MoveVertex,
  type SetVertexProperty,
  type TreeOp,
  type VertexId,
} from './ops'
import { PendingOps } from './PendingOps'
import { moveOpAt, propertyOps } from './stateOps'
import type { AdmittedOps, AppliedOps } from './AppliedOps'
import type { TreeChange } from './TreeChange'
import { TreeState } from './TreeState'
import { NONE, NULL_VERTEX } from './VertexPlaces'
import { VertexRecord } from './VertexRecord'

const NO_IDS: readonly VertexId[] = []

/** The vertices of one tree, with their places and properties: a function of the set of ops applied. */
export class VertexTable {
  readonly #state: TreeState
  /** Made when children are first asked for. */
  #order: ChildOrder | undefined
  /** Made when an op comes too early. */
  #pending: PendingOps | undefined
  /** False until the op comes that creates it. All other vertices are there from their first op on. */
  #nullVertexExists = false
  /** The vertex that the oldest op made which made a root. */
  #root = NONE

  constructor(state = new TreeState()) {
    this.#state = state
    this.#root = this.#oldestRoot()
    const { log } = state
    for (let i = 0; i < log.count && !this.#nullVertexExists; i++) {
      if (log.targetAt(i) === NULL_VERTEX) this.#nullVertexExists = true
    }
  }

  get state(): TreeState {
    return this.#state
  }

  get rootId(): VertexId | undefined {
    return this.#root === NONE ? undefined : this.#state.ids.at(this.#root)
  }

  get pendingCount(): number {
    return this.#pending?.count ?? 0
  }

  has(id: VertexId): boolean {
    return this.#find(id) !== NONE
  }

  /** Undefined unless the vertex exists. */
  get(id: VertexId): VertexRecord | undefined {
    const index = this.#find(id)
    return index === NONE ? undefined : new VertexRecord(this, index)
  }

  *existing(): Iterable<VertexRecord> {
    for (let index = this.#nullVertexExists ? 0 : 1; index < this.#state.ids.count; index++) {
      yield new VertexRecord(this, index)
    }
  }

  /** The same id as the one string that is held of it. */
  heldId(id: VertexId): VertexId {
    const index = this.#state.ids.indexOf(id)
    return index === -1 ? id : this.#state.ids.at(index)
  }

  idAt(index: number): VertexId {
    return this.#state.ids.at(index)
  }

  parentIdAt(index: number): VertexId | null {
    const parent = this.#state.places.parentOf(index)
    return parent === NONE ? null : this.#state.ids.at(parent)
  }

  propertyAt(index: number, key: string): JsonValue | undefined {
    const keyIndex = this.#state.keyNames.indexOf(key)
    return keyIndex === -1 ? undefined : this.#state.properties.get(index, keyIndex)
  }

  propertiesAt(index: number): TreeVertexProperty[] {
    return this.#state.properties.allOf(index)
  }

  /** Undefined unless the vertex exists. */
  parentId(id: VertexId): VertexId | null | undefined {
    const index = this.#find(id)
    return index === NONE ? undefined : this.parentIdAt(index)
  }

  properties(id: VertexId): Record<string, JsonValue> {
    const index = this.#find(id)
    const properties = index === NONE ? [] : this.propertiesAt(index)
    return Object.fromEntries(properties.map(({ key, value }) => [key, value ?? null]))
  }

  property(id: VertexId, key: string): JsonValue | undefined {
    const index = this.#find(id)
    return index === NONE ? undefined : this.propertyAt(index, key)
  }

  childIds(parentId: VertexId): readonly VertexId[] {
    const parent = this.#state.ids.indexOf(parentId)
    if (parent === -1) return NO_IDS
    this.#order ??= new ChildOrder(this.#state)
    return this.#order.idsUnder(parent)
  }

  childIdsWithout(parentId: VertexId, key: string): readonly VertexId[] {
    const parent = this.#state.ids.indexOf(parentId)
    if (parent === -1) return NO_IDS
    const lacking = this.#state.places.childrenOf(parent).filter((child) => this.propertyAt(child, key) === undefined)
    return lacking.map((child) => this.#state.ids.at(child))
  }

  /** Not by itself. False when one of them does not exist. */
  isUnder(id: VertexId, ancestorId: VertexId): boolean {
    const [vertex, ancestor] = [this.#find(id), this.#find(ancestorId)]
    if (vertex === NONE || ancestor === NONE) return false
    return this.#state.places.isAtOrUnder(this.#state.places.parentOf(vertex), ancestor)
  }

  /** By op id. */
  moveOps(): MoveVertex[] {
    return Array.from({ length: this.#state.log.count }, (_, i) => moveOpAt(this.#state, i))
  }

  /** The winning write of every vertex and key, also where it removed the property. */
  propertyOps(): Iterable<SetVertexProperty> {
    return propertyOps(this.#state)
  }

  pendingOps(): Iterable<TreeOp> {
    return this.#pending?.all() ?? []
  }

  /** Applies new ops (no duplicates) in any order: moves with one undo and redo of the log, then the rest. */
  apply(ops: readonly TreeOp[], change: TreeChange | undefined): AppliedOps {
    const admitted: AdmittedOps = { ops: [], moves: [], created: [], others: [] }
    for (const op of ops) {
      if (!isMoveVertex(op)) admitted.others.push(op)
      else if (op.parentId !== null && !this.has(op.parentId)) this.#wait(op.parentId, op)
      else this.#admit(op, admitted)
    }
    if (admitted.moves.length > 0) this.#move(admitted, change)
    const properties: SetVertexProperty[] = []
    const texts: EditText[] = []
    for (const op of admitted.others) {
      const target = this.#find(op.targetId)
      if (target === NONE) this.#wait(op.targetId, op)
      else if (isEditText(op)) texts.push(op)
      else {
        properties.push(op)
        this.#write(target, op, change)
      }
    }
    return { moves: admitted.ops, properties, texts }
  }

  /**
   * What `apply` does with one op that is newer than all there is, without its lists. False, and nothing done, when it
   * takes more: ops wait for a vertex, or this one would have to.
   */
  applyNewest(op: MoveVertex | SetVertexProperty, change: TreeChange | undefined): boolean {
    if (this.pendingCount > 0) return false
    if (isMoveVertex(op)) return this.#moveNewest(op, change)
    const target = this.#find(op.targetId)
    if (target === NONE) return false
    this.#write(target, op, change)
    return true
  }

  #moveNewest(op: MoveVertex, change: TreeChange | undefined): boolean {
    const parent = op.parentId === null ? NONE : this.#find(op.parentId)
    if (parent === NONE && op.parentId !== null) return false
    const { ids, log, peerIds } = this.#state
    const count = ids.count
    const target = this.#state.addVertex(op.targetId)
    const isNew = target === count || !this.#exists(target)
    if (target === NULL_VERTEX) this.#nullVertexExists = true
    else if (parent === NONE && this.#root === NONE) this.#root = target
    log.append({ counter: op.id.counter, peer: peerIds.add(op.id.peerId), target, parent })
    if (isNew) this.#placeCreated(target, change)
    else this.#placeMoved(change)
    return true
  }

  /** Makes the target exist, then everything that waited for it; a loop, because such chains can be very long. */
  #admit(first: MoveVertex, { ops, moves, created, others }: AdmittedOps): void {
    const admitted = [first]
    for (let op = admitted.pop(); op; op = admitted.pop()) {
      const isNew = !this.has(op.targetId)
      const known = this.#state.ids.indexOf(op.targetId)
      const target = known === -1 ? this.#state.addVertex(op.targetId) : known
      const parent = op.parentId === null ? NONE : this.#state.ids.indexOf(op.parentId)
      ops.push(op)
      moves.push({ counter: op.id.counter, peer: this.#state.peerIds.add(op.id.peerId), target, parent })
      if (!isNew) continue
      if (target === NULL_VERTEX) this.#nullVertexExists = true
      created.push(target)
      for (const waiting of this.#pending?.take(op.targetId) ?? []) {
        if (isMoveVertex(waiting)) admitted.push(waiting)
        else others.push(waiting)
      }
    }
  }

  #move({ moves, created }: AdmittedOps, change: TreeChange | undefined): void {
    const mayHaveRoot = moves.some(({ target, parent }) => parent === NONE && target !== NULL_VERTEX)
    this.#state.log.insert(moves)
    if (mayHaveRoot) this.#root = this.#oldestRoot()
    for (const vertex of created) this.#placeCreated(vertex, change)
    this.#placeMoved(change)
  }

  #placeCreated(vertex: number, change: TreeChange | undefined): void {
    // What was before is no place it was taken from: `placeMoved` must pass it by.
    this.#state.places.takeParentBefore(vertex)
    this.#link(vertex, change)
    change?.created.add(this.#state.ids.at(vertex))
  }

  #placeMoved(change: TreeChange | undefined): void {
    for (const vertex of this.#state.places.takeTouched()) {
      const before = this.#state.places.takeParentBefore(vertex)
      const parent = this.#state.places.parentOf(vertex)
      if (before === parent || !this.#exists(vertex)) continue
      if (before !== NONE) {
        this.#state.places.unlink(before, vertex)
        this.#order?.changed(before, vertex)
        change?.children.add(this.#state.ids.at(before))
      }
      this.#link(vertex, change)
      change?.addMove(
        this.#state.ids.at(vertex),
        before === NONE ? null : this.#state.ids.at(before),
        this.parentIdAt(vertex),
      )
    }
  }

  #link(vertex: number, change: TreeChange | undefined): void {
    const parent = this.#state.places.parentOf(vertex)
    if (parent === NONE) return
    this.#state.places.link(parent, vertex)
    this.#order?.added(parent, vertex)
    change?.children.add(this.#state.ids.at(parent))
  }

  #write(vertex: number, op: SetVertexProperty, change: TreeChange | undefined): void {
    if (!this.#state.properties.write(vertex, op)) return
    const { key } = op
    change?.addProperty(this.#state.ids.at(vertex), key)
    if (key !== ORDER_KEY && key !== CREATED_KEY) return
    const parent = this.#state.places.parentOf(vertex)
    if (parent === NONE) return
    this.#order?.changed(parent, vertex)
    change?.children.add(this.#state.ids.at(parent))
  }

  /** Costs the moves before it: one or two, but in a tree that somebody made up. */
  #oldestRoot(): number {
    const { log } = this.#state
    for (let i = 0; i < log.count; i++) {
      const target = log.targetAt(i)
      if (log.parentAt(i) === NONE && target !== NULL_VERTEX) return target
    }
    return NONE
  }

  #wait(neededId: VertexId, op: TreeOp): void {
    this.#pending ??= new PendingOps()
    this.#pending.add(neededId, op)
  }

  #find(id: VertexId): number {
    const index = this.#state.ids.indexOf(id)
    return index !== -1 && this.#exists(index) ? index : NONE
  }

  #exists(index: number): boolean {
    return index !== NULL_VERTEX || this.#nullVertexExists
  }
}
