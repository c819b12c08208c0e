import { RepTree, type Vertex, type VertexChangeEvent, type VertexOperation, type VertexPropertyType } from 'reptree'
import type { Environment } from '../environment'
import { compareOpIds, isEditText, type MoveVertex, type PeerId, type TreeId, type TreeOp } from './ops'
import { vertexEvents } from './repTreeEvents'
import { replaceInternals } from './RepTreeInternals'
import { TreeReplica } from './TreeReplica'
import { TreeWriter } from './TreeWriter'

/**
 * RepTree's own methods over a TreeReplica: the same ops and results without its timer, its events per insert and its
 * undoing per op. `observe*` answers synchronously, once per batch or transact. Transient properties are not carried:
 * writing one throws, and merging drops them. State vectors are off.
 */
export class QuietRepTree extends RepTree {
  protected readonly replica: TreeReplica
  /** Made when something is first written. */
  #writer: TreeWriter | undefined

  protected constructor(treeId: TreeId, peerId: PeerId, environment: Environment) {
    super(peerId)
    this.replica = new TreeReplica(treeId, peerId, environment)
  }

  static {
    replaceInternals(this.prototype, (tree) => tree.replica)
  }

  protected get writer(): TreeWriter {
    return (this.#writer ??= new TreeWriter(this.replica))
  }

  override get root(): Vertex | undefined {
    const rootId = this.replica.vertices.rootId
    return rootId === undefined ? undefined : this.getVertex(rootId)
  }

  override merge(ops: ReadonlyArray<VertexOperation>): void {
    this.replica.merge(ops.filter(isCarried))
  }

  override getMoveOps(): ReadonlyArray<MoveVertex> {
    return this.replica.vertices.moveOps()
  }

  /** What is held of them: of the writes of one property only the last. */
  override getAllOps(): ReadonlyArray<VertexOperation> {
    return [...this.replica.vertices.moveOps(), ...this.replica.vertices.propertyOps()]
  }

  /** All that is held: state vectors are off. */
  override getMissingOps(): VertexOperation[] {
    return [...this.getAllOps()]
  }

  /** RepTree's part of the local ops; text ops stay for `SpaceTree.takeLocalOps`. */
  override popLocalOps(): VertexOperation[] {
    const popped: VertexOperation[] = []
    const texts: TreeOp[] = []
    for (const op of this.replica.takeLocalOps()) {
      if (isEditText(op)) texts.push(op)
      else popped.push(op)
    }
    this.replica.returnLocalOps(texts)
    return popped
  }

  override createRoot(): Vertex {
    return existing(this, this.writer.createRoot())
  }

  override newVertex(parentId: string, props: object | null = null): Vertex {
    return existing(this, this.writer.createVertex(parentId, { ...props }))
  }

  override newNamedVertex(parentId: string, name: string, props: object | null = null): Vertex {
    return this.newVertex(parentId, { ...props, name })
  }

  override moveVertex(vertexId: string, parentId: string): void {
    this.writer.move(vertexId, parentId)
  }

  override setVertexProperty(vertexId: string, key: string, value: VertexPropertyType): void {
    this.writer.setProperty(vertexId, key, value)
  }

  override setVertexProperties(vertexId: string, props: object): void {
    this.replica.transact(() => super.setVertexProperties(vertexId, props))
  }

  override setTransientVertexProperty(_vertexId: string, key: string, _value: VertexPropertyType): void {
    throw new Error(`Transient properties are not supported ("${key}")`)
  }

  override commitTransients(): void {}

  override getChildrenIds(vertexId: string): string[] {
    return [...this.replica.vertices.childIds(vertexId)]
  }

  override compareMoveOps(other: RepTree): boolean {
    const ours = this.getMoveOps()
    const theirs = other.getMoveOps()
    return ours.length === theirs.length && ours.every((op, i) => theirs[i] && compareOpIds(op.id, theirs[i].id) === 0)
  }

  override isAncestor(childId: string, ancestorId: string | null): boolean {
    if (ancestorId === null) return this.replica.vertices.has(childId)
    return this.replica.vertices.isUnder(childId, ancestorId)
  }

  /** `children` events carry no list. */
  override observe(vertexId: string, callback: (events: VertexChangeEvent[]) => void): () => void {
    return this.replica.listeners.onChange((change) => {
      const events = vertexEvents(this.replica.vertices, change, vertexId)
      if (events.length > 0) callback(events)
    })
  }

  override observeVertexMove(callback: (movedVertex: Vertex, isNew: boolean) => void): () => void {
    return this.replica.listeners.onChange((change) => {
      for (const id of change.created) callback(existing(this, id), true)
      for (const id of change.moved.keys()) callback(existing(this, id), false)
    })
  }

  /** Also reports writes that lost against newer ones. */
  override observeOpApplied(callback: (op: VertexOperation) => void): () => void {
    return this.replica.listeners.onChange((change) => {
      for (const op of change.ops) if (!isEditText(op)) callback(op)
    })
  }

  override get stateVectorEnabled(): boolean {
    return false
  }

  override set stateVectorEnabled(_value: boolean) {
    throw new Error('State vectors are not supported')
  }
}

function existing(tree: RepTree, id: string): Vertex {
  const vertex = tree.getVertex(id)
  if (!vertex) throw new Error(`Vertex ${id} is not in this tree`)
  return vertex
}

function isCarried(op: VertexOperation): op is Extract<TreeOp, VertexOperation> {
  return 'parentId' in op || !op.transient
}
