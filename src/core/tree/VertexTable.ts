import { MoveLog, type MoveEntry } from './MoveLog'
import {
  compareOpIds,
  isEditText,
  isMoveVertex,
  type EditText,
  type MoveVertex,
  type SetVertexProperty,
  type TreeOp,
  type VertexId,
} from './ops'
import { PendingOps } from './PendingOps'
import { CREATED_KEY, ORDER_KEY, sortedSiblingIds } from './siblingOrder'
import type { TreeChange } from './TreeChange'
import { NULL_VERTEX_ID } from './VertexId'
import { VertexRecord } from './VertexRecord'

const NO_IDS: readonly VertexId[] = []

/** What `apply` brought into effect, including ops that waited until now. */
export interface AppliedOps {
  readonly moves: readonly MoveVertex[]
  readonly properties: readonly SetVertexProperty[]
  /** Their vertices exist; the texts themselves are not the table's business. */
  readonly texts: readonly EditText[]
}

/** The vertices of one tree, with their places and properties: a function of the set of ops applied. */
export class VertexTable {
  readonly #records = new Map<VertexId, VertexRecord>()
  readonly #nullVertex = new VertexRecord(NULL_VERTEX_ID, null)
  readonly #log = new MoveLog()
  readonly #propertyOps: SetVertexProperty[] = []
  readonly #pending = new PendingOps()
  /** The oldest op that made a root. */
  #rootOp: MoveVertex | undefined

  constructor() {
    this.#records.set(NULL_VERTEX_ID, this.#nullVertex)
  }

  get rootId(): VertexId | undefined {
    return this.#rootOp?.targetId
  }

  get pendingCount(): number {
    return this.#pending.count
  }

  /** Undefined unless the vertex exists. */
  get(id: VertexId): VertexRecord | undefined {
    const record = this.#records.get(id)
    return record?.exists ? record : undefined
  }

  *existing(): Iterable<VertexRecord> {
    for (const record of this.#records.values()) if (record.exists) yield record
  }

  childIds(parentId: VertexId): readonly VertexId[] {
    const parent = this.#records.get(parentId)
    if (!parent?.children) return NO_IDS
    return (parent.sortedChildIds ??= sortedSiblingIds(parent.children))
  }

  moveOps(): MoveVertex[] {
    return this.#log.ops()
  }

  propertyOps(): readonly SetVertexProperty[] {
    return this.#propertyOps
  }

  pendingOps(): Iterable<TreeOp> {
    return this.#pending.all()
  }

  /** Applies new ops (no duplicates) in any order: moves with one undo and redo of the log, then the rest. */
  apply(ops: readonly TreeOp[], change: TreeChange | undefined): AppliedOps {
    const entries: MoveEntry[] = []
    const created: VertexRecord[] = []
    const others: (SetVertexProperty | EditText)[] = []
    for (const op of ops) {
      if (!isMoveVertex(op)) others.push(op)
      else if (op.parentId !== null && !this.get(op.parentId)) this.#pending.add(op.parentId, op)
      else this.#admit(op, entries, created, others)
    }
    if (entries.length > 0) this.#move(entries, created, change)
    const properties: SetVertexProperty[] = []
    const texts: EditText[] = []
    for (const op of others) {
      const record = this.get(op.targetId)
      if (!record) this.#pending.add(op.targetId, op)
      else if (isEditText(op)) texts.push(op)
      else {
        properties.push(op)
        this.#propertyOps.push(op)
        if (record.write(op)) this.#propertyWritten(record, op.key, change)
      }
    }
    return { moves: entries.map((entry) => entry.op), properties, texts }
  }

  /** Makes the target exist, then everything that waited for it; a loop, because such chains can be very long. */
  #admit(
    first: MoveVertex,
    entries: MoveEntry[],
    created: VertexRecord[],
    others: (SetVertexProperty | EditText)[],
  ): void {
    const admitted = [first]
    for (let op = admitted.pop(); op; op = admitted.pop()) {
      const target = this.#record(op.targetId)
      const parent = op.parentId === null ? null : this.#record(op.parentId)
      entries.push({ op, target, parent, before: null })
      if (parent === null && target !== this.#nullVertex) this.#considerRoot(op)
      if (target.exists) continue
      target.exists = true
      created.push(target)
      for (const waiting of this.#pending.take(target.id)) {
        if (isMoveVertex(waiting)) admitted.push(waiting)
        else others.push(waiting)
      }
    }
  }

  #move(entries: MoveEntry[], created: readonly VertexRecord[], change: TreeChange | undefined): void {
    if (!isSorted(entries)) entries.sort((a, b) => compareOpIds(a.op.id, b.op.id))
    this.#log.insert(entries)
    for (const record of created) {
      // Undefined: the loop below must not take it out of where it never was.
      record.parentBeforeBatch = undefined
      this.#addChild(record.parent, record, change)
      change?.created.add(record.id)
    }
    for (const record of this.#log.takeTouched()) {
      const before = record.parentBeforeBatch
      record.parentBeforeBatch = undefined
      if (before === undefined || before === record.parent || !record.exists) continue
      this.#removeChild(before, record, change)
      this.#addChild(record.parent, record, change)
      change?.addMove(record.id, before?.id ?? null, record.parentId)
    }
  }

  #propertyWritten(record: VertexRecord, key: string, change: TreeChange | undefined): void {
    change?.addProperty(record.id, key)
    if ((key === ORDER_KEY || key === CREATED_KEY) && record.parent) {
      record.parent.sortedChildIds = undefined
      change?.children.add(record.parent.id)
    }
  }

  #addChild(parent: VertexRecord | null, child: VertexRecord, change: TreeChange | undefined): void {
    if (!parent) return
    parent.children ??= new Set()
    parent.children.add(child)
    parent.sortedChildIds = undefined
    change?.children.add(parent.id)
  }

  #removeChild(parent: VertexRecord | null, child: VertexRecord, change: TreeChange | undefined): void {
    if (!parent) return
    parent.children?.delete(child)
    parent.sortedChildIds = undefined
    change?.children.add(parent.id)
  }

  #considerRoot(op: MoveVertex): void {
    if (!this.#rootOp || compareOpIds(op.id, this.#rootOp.id) < 0) this.#rootOp = op
  }

  #record(id: VertexId): VertexRecord {
    let record = this.#records.get(id)
    if (!record) {
      // Not placed yet: under the null vertex, as MoveLog counts.
      record = new VertexRecord(id, this.#nullVertex)
      this.#nullVertex.childCount++
      this.#records.set(id, record)
    }
    return record
  }
}

function isSorted(entries: readonly MoveEntry[]): boolean {
  for (let i = 1; i < entries.length; i++) {
    const previous = entries[i - 1]
    const entry = entries[i]
    if (previous && entry && compareOpIds(previous.op.id, entry.op.id) > 0) return false
  }
  return true
}
