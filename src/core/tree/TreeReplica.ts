import type { JsonValue } from 'reptree'
import * as Y from 'yjs'
import type { Environment } from '../environment'
import { describeTree } from './describeTree'
import { KnownOps } from './KnownOps'
import type { EditText, MoveVertex, OpId, PeerId, SetVertexProperty, TreeId, TreeOp, VertexId } from './ops'
import { TextRegistry, type TextAuthor } from './TextRegistry'
import { TreeChange } from './TreeChange'
import { TreeListeners } from './TreeListeners'
import type { Steps } from './snapshot/Steps'
import { decodeTree, encodeTree } from './TreeSnapshot'
import type { VertexText } from './VertexText'
import { VertexTable } from './VertexTable'

export interface MergeResult {
  /** Ops in effect now that were not before, including any that had waited. */
  readonly applied: number
  /** Ops of this call that were here already. */
  readonly known: number
  /** Ops that wait for their vertex after this call, whenever they came. */
  readonly pending: number
}

/** The life of one replica: merges what comes, authors what is done here, and tells its listeners once per outermost `transact`. */
export class TreeReplica implements TextAuthor {
  readonly texts: TextRegistry
  readonly listeners: TreeListeners
  #vertices = new VertexTable()
  #known = new KnownOps()
  #lamport = 0
  #localOps: TreeOp[] | undefined
  /** Ops were authored since the listeners heard last. */
  #hasNewLocalOps = false
  #depth = 0
  #changes: TreeChange[] | undefined
  #editsByText: Map<VertexText, Uint8Array[]> | undefined

  constructor(
    readonly treeId: TreeId,
    readonly peerId: PeerId,
    readonly environment: Environment,
  ) {
    this.listeners = new TreeListeners()
    this.texts = new TextRegistry(this)
  }

  get vertices(): VertexTable {
    return this.#vertices
  }

  get lamport(): number {
    return this.#lamport
  }

  get opCount(): number {
    return this.#known.count
  }

  mustExist(id: VertexId): void {
    if (!this.#vertices.has(id)) throw new Error(`Vertex ${id} is not in this tree`)
  }

  merge(ops: readonly TreeOp[]): MergeResult {
    return this.transact(() => {
      const news: TreeOp[] = []
      for (const op of ops) {
        if (!this.#known.add(op.id)) continue
        if (op.id.counter > this.#lamport) this.#lamport = op.id.counter
        news.push(op)
      }
      const applied = news.length === 0 ? 0 : this.#apply(news, false)
      this.#vertices.state.settle()
      this.texts.applyNew()
      return { applied, known: ops.length - news.length, pending: this.#vertices.pendingCount }
    })
  }

  move(targetId: VertexId, parentId: VertexId | null): void {
    this.#author({ id: this.#nextId(), targetId, parentId })
  }

  setProperty(targetId: VertexId, key: string, value: JsonValue | undefined): void {
    this.#author({ id: this.#nextId(), targetId, key, value, transient: false })
  }

  takeLocalOps(): TreeOp[] {
    const ops = this.#localOps ?? []
    this.#localOps = undefined
    return ops
  }

  /** Puts back what was taken but not wanted, before anything authored since. */
  returnLocalOps(ops: readonly TreeOp[]): void {
    if (ops.length > 0) this.#localOps = [...ops, ...(this.#localOps ?? [])]
  }

  transact<T>(fn: () => T): T {
    this.#depth++
    try {
      return fn()
    } finally {
      if (this.#depth === 1) this.#finish()
      else this.#depth--
    }
  }

  snapshot(cutsTexts: boolean): Uint8Array {
    if (this.#depth > 0) throw new Error('No snapshot within a change')
    const { state } = this.#vertices
    const pending = this.#vertices.pendingOps()
    const texts = this.texts.merged(cutsTexts)
    return encodeTree({ lamport: this.#lamport, known: this.#known, state, texts, pending })
  }

  *load(bytes: Uint8Array): Steps<void> {
    this.#mustBeEmpty()
    const { lamport, known, state, texts, pending } = yield* decodeTree(bytes)
    this.#mustBeEmpty()
    this.transact(() => {
      this.#lamport = lamport
      this.#known = known
      this.#vertices = new VertexTable(state)
      const change = this.#recording(false)
      if (change) describeTree(this.#vertices, change)
      for (const text of texts) {
        this.texts.load(text)
        change?.addText(text.vertexId, text.key)
      }
      this.#apply([...pending], false)
      this.#vertices.state.settle()
    })
  }

  #mustBeEmpty(): void {
    if (this.#known.count > 0 || this.#depth > 0) throw new Error('Only an empty tree can load a snapshot')
  }

  heldOps(): TreeOp[] {
    const ops: TreeOp[] = this.#vertices.moveOps()
    for (const op of this.#vertices.propertyOps()) ops.push(op)
    for (const op of this.texts.ops()) ops.push(op)
    for (const op of this.#vertices.pendingOps()) ops.push(op)
    return ops
  }

  dispose(): void {
    this.texts.dispose()
    this.listeners.dispose()
  }

  #finish(): void {
    const editsByText = this.#editsByText
    if (editsByText) {
      this.#editsByText = undefined
      for (const [text, updates] of editsByText) this.#authorEdit(text, updates)
    }
    this.#depth = 0
    const changes = this.#changes
    this.#changes = undefined
    if (this.#hasNewLocalOps) {
      this.#hasNewLocalOps = false
      this.listeners.localOps(this.treeId, this.environment)
    }
    for (const change of changes ?? []) if (!change.isEmpty) this.listeners.change(change, this.environment)
  }

  heldId(vertexId: VertexId): VertexId {
    return this.#vertices.heldId(vertexId)
  }

  /** Yjs reports each local transaction; within `transact` they become one op per text. */
  edited(text: VertexText, update: Uint8Array): void {
    this.transact(() => {
      this.#editsByText ??= new Map()
      const updates = this.#editsByText.get(text)
      if (updates) updates.push(update)
      else this.#editsByText.set(text, [update])
    })
  }

  #authorEdit(text: VertexText, updates: readonly Uint8Array[]): void {
    const [first] = updates
    if (!first) return
    const update = updates.length === 1 ? first : Y.mergeUpdates([...updates])
    const op: EditText = { id: this.#nextId(), targetId: text.vertexId, key: text.key, update }
    this.#keep(op)
    this.texts.addOwn(text, op)
    const change = this.#recording(true)
    change?.ops.push(op)
    change?.addText(op.targetId, op.key)
  }

  #author(op: MoveVertex | SetVertexProperty): void {
    if (this.#depth === 0) return this.transact(() => this.#author(op))
    this.#keep(op)
    const change = this.#recording(true)
    if (this.#vertices.applyNewest(op, change)) change?.ops.push(op)
    else this.#apply([op], true)
  }

  #keep(op: TreeOp): void {
    this.#known.add(op.id)
    if (this.#localOps) this.#localOps.push(op)
    else this.#localOps = [op]
    this.#hasNewLocalOps = true
  }

  #nextId(): OpId {
    return { counter: ++this.#lamport, peerId: this.peerId }
  }

  /** Returns how many ops are in effect now that were not before. */
  #apply(ops: readonly TreeOp[], local: boolean): number {
    const change = this.#recording(local)
    const { moves, properties, texts } = this.#vertices.apply(ops, change)
    for (const op of texts) {
      this.texts.add(op)
      change?.addText(op.targetId, op.key)
    }
    if (change) {
      for (const applied of [moves, properties, texts]) for (const op of applied) change.ops.push(op)
    }
    return moves.length + properties.length + texts.length
  }

  /** The change that is being recorded, unless nobody would read it. */
  #recording(local: boolean): TreeChange | undefined {
    if (!this.listeners.wantChanges) return undefined
    this.#changes ??= []
    const current = this.#changes[this.#changes.length - 1]
    if (current?.local === local) return current
    const change = new TreeChange(local)
    this.#changes.push(change)
    return change
  }
}
