import type { JsonValue } from 'reptree'
import type * as Y from 'yjs'
import type { Cancel, Environment } from '../environment'
import type { PeerId, TreeId, TreeOp, VertexId } from './ops'
import { QuietRepTree } from './QuietRepTree'
import { allAtOnce, type Steps } from './snapshot/Steps'
import type { TreeChange } from './TreeChange'
import type { MergeResult } from './TreeReplica'
import { TreeRows } from './TreeRows'
import type { VertexProperties } from './TreeWriter'
import { NULL_VERTEX_ID } from './VertexId'
import type { TextProblem } from './VertexText'

export interface SpaceTreeOptions {
  readonly treeId: TreeId
  /** Fresh for this replica (`newPeerId`): of two replicas that share one, each drops the other's ops as known. */
  readonly peerId: PeerId
  readonly environment: Environment
}

/**
 * A replicated tree of vertices with properties and texts (SPEC TR). It is a RepTree: `Vertex`, `bind` and RepTree's own
 * methods work on it, with the same ops and results. No timer; every op costs the same in any order of arrival;
 * listeners hear synchronously, once per merged batch or outermost `transact`.
 */
export class SpaceTree extends QuietRepTree {
  /** An empty replica: it authors nothing, and has no root until ops bring one. */
  constructor(options: SpaceTreeOptions) {
    super(options.treeId, options.peerId, options.environment)
  }

  /** A new tree: authors the null vertex and the root. Once per tree, by whoever makes it. */
  static create(options: SpaceTreeOptions): SpaceTree {
    const tree = new SpaceTree(options)
    tree.transact(() => {
      tree.writer.createNullVertex()
      tree.createRoot()
    })
    return tree
  }

  get treeId(): TreeId {
    return this.replica.treeId
  }

  override replicate(newPeerId: string): SpaceTree {
    const replica = new SpaceTree({ treeId: this.treeId, peerId: newPeerId, environment: this.replica.environment })
    replica.load(this.snapshot())
    return replica
  }

  /**
   * All that this tree is, for `load`: what any later op needs, without the writes that lost and with each text as one
   * update; with `cutsTexts`, a long one as several, so that it can be opened in steps. Says nothing of local ops that were not taken yet. Throws within `transact`. Costs the tree, and reading the
   * texts that are not open; those that are cut, several times.
   */
  snapshot({ cutsTexts = false }: { readonly cutsTexts?: boolean } = {}): Uint8Array {
    return this.replica.snapshot(cutsTexts)
  }

  /**
   * Makes an empty replica what another one was when it took the snapshot; then come the ops merged there since, known
   * ones included. Throws AppError `bad-snapshot`, and stays empty, when the bytes are none that this version reads.
   */
  load(bytes: Uint8Array): void {
    allAtOnce(this.replica.load(bytes))
  }

  /**
   * The same in steps of a few milliseconds: goes on when asked for the next one, and the tree stays empty until the last.
   * Nothing may be merged or written meanwhile.
   */
  loading(bytes: Uint8Array): Iterable<void> {
    return this.replica.load(bytes)
  }

  /** Ops from outside, in any order, known ones included. Listeners hear once, before this returns. */
  mergeOps(ops: readonly TreeOp[]): MergeResult {
    return this.replica.merge(ops)
  }

  /** What this replica authored since the last take, in order. */
  takeLocalOps(): TreeOp[] {
    return this.replica.takeLocalOps()
  }

  /**
   * The ops this replica holds: moves by op id, the last write of every property, edits of texts, then those that wait for
   * their vertex. Not every op there was: writes that lost are dropped, and so are single edits of a text that came from a
   * snapshot, or that a text has which was opened or read. Who needs all of them reads the log.
   */
  heldOps(): TreeOp[] {
    return this.replica.heldOps()
  }

  /** A view of what it holds now; to be asked for again after a `load`. */
  rows(): TreeRows {
    return new TreeRows(this.replica.vertices)
  }

  /** Ops merged or authored, each once, including those that wait. */
  get opCount(): number {
    return this.replica.opCount
  }

  /** Ops that wait for a vertex that has not arrived. */
  get pendingCount(): number {
    return this.replica.vertices.pendingCount
  }

  /** The highest counter seen. */
  get lamport(): number {
    return this.replica.lamport
  }

  /** Tells which tree it was once after the outermost local change that authored something, before `onChange` tells of it. */
  onLocalOps(listener: (treeId: TreeId) => void): Cancel {
    return this.replica.listeners.onLocalOps(listener)
  }

  onChange(listener: (change: TreeChange) => void): Cancel {
    return this.replica.listeners.onChange(listener)
  }

  /** Calls `listener` when a property of the vertex changed, its children or their order changed, or it moved. */
  onVertexChange(vertexId: VertexId, listener: () => void): Cancel {
    return this.replica.listeners.onVertexChange(vertexId, listener)
  }

  /** Groups local changes: listeners hear once, edits of one text become one op. What was done before a throw stays. */
  transact<T>(fn: () => T): T {
    return this.replica.transact(fn)
  }

  has(id: VertexId): boolean {
    return this.replica.vertices.has(id)
  }

  /** Null for roots, undefined for unknown vertices. */
  parentOf(id: VertexId): VertexId | null | undefined {
    return this.replica.vertices.parentId(id)
  }

  /** It, or something it lies in, was removed. Costs its depth. */
  isRemoved(id: VertexId): boolean {
    return this.isAncestor(id, NULL_VERTEX_ID)
  }

  property(id: VertexId, key: string): JsonValue | undefined {
    return this.replica.vertices.property(id, key)
  }

  properties(id: VertexId): Readonly<Record<string, JsonValue>> {
    return this.replica.vertices.properties(id)
  }

  /** In sibling order: by property `order` with plain `<`, then those without by creation time; ties by id. */
  childIds(parentId: VertexId): readonly VertexId[] {
    return this.replica.vertices.childIds(parentId)
  }

  /** Children that have no such property, in no useful order. Costs far less than asking each. */
  childIdsWithout(parentId: VertexId, key: string): readonly VertexId[] {
    return this.replica.vertices.childIdsWithout(parentId, key)
  }

  /** Writes creation time `_c` too. `id` only where chance must not choose it; it throws when that vertex exists. */
  createVertex(parentId: VertexId, properties: VertexProperties = {}, id?: VertexId): VertexId {
    return this.writer.createVertex(parentId, properties, id)
  }

  /** Undefined removes. Authors nothing when the value is the same primitive as before. */
  setProperty(id: VertexId, key: string, value: JsonValue | undefined): void {
    this.writer.setProperty(id, key, value)
  }

  /** False, and nothing authored, when it is there already or would come to lie in itself. */
  move(id: VertexId, parentId: VertexId): boolean {
    return this.writer.move(id, parentId)
  }

  /** Moves it under the null vertex, where it stays with all it holds and can be moved back from. */
  remove(id: VertexId): void {
    this.writer.move(id, NULL_VERTEX_ID)
  }

  /**
   * The Yjs document of a text, built when first asked for and then kept in step until `closeText`. Every local Yjs
   * transaction becomes one op.
   */
  text(vertexId: VertexId, key: string): Y.Doc {
    this.replica.mustExist(vertexId)
    return this.replica.texts.open(vertexId, key)
  }

  /** The same, of a long text in steps of some 10 ms each; the document comes with the last one. */
  textInSteps(vertexId: VertexId, key: string): Steps<Y.Doc> {
    this.replica.mustExist(vertexId)
    return this.replica.texts.opening(vertexId, key)
  }

  /**
   * What `read` makes of a text: of its document, or, while nobody has that open, of one that is built for this call, cannot be
   * edited and is not kept. Costs reading the text then; what `read` keeps of the document does not follow later edits.
   */
  readText<T>(vertexId: VertexId, key: string, read: (doc: Y.Doc) => T): T {
    this.replica.mustExist(vertexId)
    return this.replica.texts.read(vertexId, key, read)
  }

  /** Keys under which the vertex has a text that was ever edited. */
  textKeys(vertexId: VertexId): readonly string[] {
    return this.replica.texts.keys(vertexId)
  }

  /** Destroys the document to free its memory; the text stays and can be opened again. */
  closeText(vertexId: VertexId, key: string): void {
    this.replica.texts.close(vertexId, key)
  }

  /** Text ops that could not be read, found when their text was opened. */
  get problems(): readonly TextProblem[] {
    return this.replica.texts.problems
  }

  /** Destroys the texts' documents and forgets the listeners. */
  dispose(): void {
    this.replica.dispose()
  }
}
