import type { JsonValue } from 'reptree'
import type { OutlineNodes } from '../../core/persistence/outline/Outline'
import { isEditText, isMoveVertex, type OpId, type TreeOp, type VertexId } from '../../core/tree/ops'
import type { LogRow, NodeRow } from './schema'

/** Reads node rows; undefined for those that are not there. */
export type ReadNodes = (ids: readonly VertexId[]) => Promise<readonly (NodeRow | undefined)[]>

/**
 * The few nodes that one transaction touches. IndexedDB answers later, while the logic of the node table wants to know
 * now: so what the ops can ask for is read first (`load`), and what they changed is written afterwards (`changed`).
 */
export class OutlineDraft implements OutlineNodes {
  readonly #nodeById = new Map<VertexId, NodeRow | undefined>()
  readonly #changedIds = new Set<VertexId>()
  #lastMove: OpId | undefined
  #isStale: boolean

  constructor(log: Pick<LogRow, 'isOutlineStale' | 'lastMove'>) {
    this.#isStale = log.isOutlineStale
    this.#lastMove = log.lastMove ?? undefined
  }

  /** The vertices the ops name and all that lie above them. Cost: one round of reading for each level of depth. */
  async load(ops: readonly TreeOp[], read: ReadNodes): Promise<void> {
    const named = ops.flatMap((op) => {
      if (isEditText(op)) return []
      return isMoveVertex(op) && op.parentId !== null ? [op.targetId, op.parentId] : [op.targetId]
    })
    for (let ids = this.#unknownOf(named); ids.length > 0;) {
      const rows = await read(ids)
      for (const [index, id] of ids.entries()) this.#nodeById.set(id, rows[index])
      ids = this.#unknownOf(rows.flatMap((row) => row?.parent || []))
    }
  }

  get changed(): NodeRow[] {
    return [...this.#changedIds].map((id) => this.#node(id))
  }

  hasNode(id: VertexId): boolean {
    return this.#nodeById.get(id)?.parent !== undefined
  }

  parentOf(id: VertexId): VertexId | null | undefined {
    const parent = this.#nodeById.get(id)?.parent
    return parent === '' ? null : parent
  }

  putNode(id: VertexId, parentId: VertexId | null): void {
    const node = this.#changing(id)
    if (node.parent) this.#changing(node.parent).childCount -= 1
    node.parent = parentId ?? ''
    if (parentId !== null) this.#changing(parentId).childCount += 1
  }

  propertyWriter(id: VertexId, key: string): OpId | undefined {
    return this.#nodeById.get(id)?.properties[key]?.writer
  }

  putProperty(id: VertexId, key: string, value: JsonValue | undefined, writer: OpId): void {
    this.#changing(id).properties[key] = value === undefined ? { writer } : { value, writer }
  }

  lastMove(): OpId | undefined {
    return this.#lastMove
  }

  putLastMove(id: OpId): void {
    this.#lastMove = id
  }

  isStale(): boolean {
    return this.#isStale
  }

  markStale(): void {
    this.#isStale = true
  }

  clear(): void {
    this.#nodeById.clear()
    this.#changedIds.clear()
    this.#lastMove = undefined
    this.#isStale = false
  }

  #unknownOf(ids: readonly VertexId[]): VertexId[] {
    return [...new Set(ids)].filter((id) => !this.#nodeById.has(id))
  }

  #changing(id: VertexId): NodeRow {
    this.#changedIds.add(id)
    return this.#node(id)
  }

  #node(id: VertexId): NodeRow {
    let node = this.#nodeById.get(id)
    if (!node) {
      node = { id, childCount: 0, properties: {} }
      this.#nodeById.set(id, node)
    }
    return node
  }
}
